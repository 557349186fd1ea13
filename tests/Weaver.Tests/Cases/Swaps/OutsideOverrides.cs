using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using HotWeave;

// Overrides of methods from outside that a patch adds to types which were woven with override stubs.
[Swappable(Overrides = true)]
public class Customer
{
    public string Name = "customer";
#if V2
    public override string ToString() => "customer " + Name + base.ToString()!.Length;
    public override bool Equals(object? other) => other is Customer { } c && c.Name == Name;
    public override int GetHashCode() => Name.Length;
#endif
    public string Own() { return Name + ToString()!.Length + Equals(null); }
}

public class Vip : Customer
{
#if V2
    public override string ToString() => "vip " + base.ToString();
#endif
    public string Mine() { return Name + "vip" + Name.Length; }
}

public class Plain : Customer
{
    public override int GetHashCode() => 5 + base.GetHashCode() * 0;
}

// The class below a marked one gets the override, the marked one none.
[Swappable(Overrides = true)]
public class Quiet
{
    public string Own() { return "quiet" + GetType().Name.Length; }
}

public class Loud : Quiet
{
#if V2
    public override string ToString() => "loud " + base.ToString();
    public override int GetHashCode() => 11;
#endif
    public string Mine() { return "loud" + GetType().Name.Length; }
}

[Swappable(Overrides = true)]
public class Log : MemoryStream
{
    public int Closed;
#if V2
    protected override void Dispose(bool disposing) { Closed++; base.Dispose(disposing); }
    public override void Write(byte[] buffer, int offset, int count) { base.Write(buffer, offset, count); base.WriteByte(7); }
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(count * 100);
#endif
    public string Own() { return Length + "own" + Closed; }
}

[Swappable(Overrides = true)]
public class Bag<T> : Collection<T>
{
#if V2
    protected override void InsertItem(int index, T item) { base.InsertItem(index, item); base.InsertItem(index, item); }
    protected override void SetItem(int index, T item) { base.SetItem(index, default!); }
#endif
    public string Own() { return Count + typeof(T).Name + string.Join(",", this.Select(i => i?.ToString() ?? "-")); }
}

[Swappable(Overrides = true)]
public struct Point(int x)
{
    private int asked = 0;
#if V2
    public override string ToString() => "point " + x + asked;
    public override int GetHashCode() => x;
    public override bool Equals(object? other) => other is Point;
#endif
    public string Own() { return "own" + x + asked + GetType().Name; }
}

public static class OutsideOverrides
{
    private static readonly List<object> objects = [];
    private static readonly Dictionary<object, int> index = [];

    public static void Prepare() => Fill();

    private static void Fill() =>
        objects.AddRange([new Customer { Name = "a" }, new Vip { Name = "b" }, new Plain { Name = "c" }, new Quiet(), new Loud(), new Point(3)]);

    public static void Run(TextWriter output)
    {
        Fill();
        foreach (var one in objects)
            output.WriteLine(one + "|" + (one.GetHashCode() is > 0 and < 20 ? one.GetHashCode() : -1) + Own(one));
        output.WriteLine(objects[0].Equals(objects[6]) + "|" + objects[0].Equals(objects[0]) + "|" + objects[5].Equals(objects[11]) + "|" + objects[5].Equals(null));
        var point = new Point(4);
        output.WriteLine(point + point.ToString() + Text(point) + Text(ref point) + point.Own());
        using (var log = new Log())
        {
            log.Write([1, 2, 3], 0, 3);
            log.Position = 0;
            output.WriteLine(log.Own() + log.ReadAsync(new byte[2], 0, 2).Result);
            ((IDisposable)log).Dispose();
            output.WriteLine(log.Closed);
        }

        var numbers = new Bag<int> { 1, 2 };
        numbers[0] = 9;
        var texts = new Bag<string> { "x" };
        texts[0] = "y";
        output.WriteLine(numbers.Own() + texts.Own());
        objects.RemoveRange(6, objects.Count - 6);
    }

    private static string Own(object one) => one is Customer c ? c.Own() : "";

    private static string Text<T>(T value) => value!.ToString()!;

    private static string Text<T>(ref T value) => value!.ToString()!;
}

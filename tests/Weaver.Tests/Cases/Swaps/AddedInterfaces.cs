using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using HotWeave;

// Interfaces that a patch adds to classes which answer casts themselves; objects made before the swap gain them.
public interface IScaled
{
    double Scale(double by);
    string Text(int n) => "scaled " + n + Scale(n);
    V Echo<V>(V value) => value;
}

#if V2
public interface IFresh { string Fresh(string text); int Count { get; set; } }
#endif

[Swappable(Interfaces = true)]
public class Session
#if V2
    : IAsyncDisposable, IDisposable, IComparable<Session>, IScaled, IFresh
#endif
{
    public string Name = "session";
    public double Scale(double by) { return by * Name.Length + Name.Length * 0.5; }
#if V2
    public virtual async ValueTask DisposeAsync() { await Task.Yield(); Name += "*"; }
    void IDisposable.Dispose() => Name += "-";
    public int CompareTo(Session? other) => Name.Length - (other?.Name.Length ?? 0);
    V IScaled.Echo<V>(V value) => typeof(V) == typeof(string) ? (V)(object)("echo " + value) : value;
    public string Fresh(string text) => "fresh " + text + Name;
    public int Count { get; set; } = 7;
#endif
    public string Own() { return Name + (this is IDisposable) + (this is IScaled) + (this is ICloneable); }
}

public class Child : Session
#if V2
    , IEnumerable<string>, ICloneable
#endif
{
#if V2
    public IEnumerator<string> GetEnumerator() { yield return "one"; yield return Name; }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public object Clone() => "clone of " + Name;
    public override async ValueTask DisposeAsync() { await base.DisposeAsync(); Name += "child"; }
#endif
    public string Mine() { return Name + "mine" + Name.Length; }
}

[Swappable(Interfaces = true)]
public class Shelf<T>
#if V2
    : IEnumerable<T>, IEquatable<Shelf<T>>
#endif
{
    public readonly List<T> Items = [];
#if V2
    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();
    public bool Equals(Shelf<T>? other) => other?.Items.Count == Items.Count;
#endif
    public string Own() { return typeof(T).Name + Items.Count + (this is IEnumerable) + (this is IEnumerable<T>); }
}

public static class AddedInterfaces
{
    private static readonly List<object> objects = [];

    public static void Prepare() =>
        objects.AddRange([new Session(), new Child { Name = "child" }, new Shelf<int> { Items = { 1, 2 } }, new Shelf<string> { Items = { "a" } }]);

    public static void Run(TextWriter output)
    {
        foreach (var one in objects)
        {
            output.Write(one is Session session ? session.Own() : one is Shelf<int> numbers ? numbers.Own() : ((Shelf<string>)one).Own());
            output.WriteLine($"|{one is IAsyncDisposable}{one is IDisposable}{one is IScaled}{one is IEnumerable}{one is ICloneable}{one is IComparable}{typeof(IEnumerable<string>).IsInstanceOfType(one)}");
            try { output.WriteLine(((ICloneable)one).Clone()); } catch (InvalidCastException) { output.WriteLine("no cast"); }
            if (one is IScaled scaled)
                output.WriteLine(scaled.Scale(2) + scaled.Text(3) + scaled.Echo(4) + scaled.Echo("e"));
            if (one is IEnumerable<string> texts)
                output.WriteLine(string.Join(",", texts));
            if (one is IEnumerable<int> ints)
                output.WriteLine(string.Join(",", ints));
        }

#if V2
        foreach (var one in objects)
        {
            if (one is not Session session)
                continue;
            var name = session.Name;
            Use(session).Wait();
            using (session) { output.Write(session.Name); }
            output.WriteLine(session.Name + session.CompareTo(null) + Comparer<Session>.Default.Compare(session, session) + Call(session) + (session.Count++, ((IFresh)session).Count));
            session.Name = name;
            session.Count = 7;
        }
#endif
    }

#if V2
    private static async Task Use(Session session) { await using (session) { await Task.Yield(); } await using IAsyncDisposable other = session; }
    private static string Call(IFresh fresh) { Func<string, string> f = fresh.Fresh; return f("f") + fresh.Count; }
#endif
}

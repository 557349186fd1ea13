using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using HotWeave;

[assembly: Swappable(Overrides = true, Interfaces = true)]

// Every kind of type of an assembly that is woven so that patches can add interfaces and overrides of methods from outside everywhere.
public interface INamed { string Name { get; } }

// An interface gains a base; whoever implements it gains that too.
public interface IStore
#if V2
    : IDisposable, INamed
#endif
{
    string Put(string text);
}

public class MemoryStore : IStore
#if V2
    , IDisposable, INamed
#endif
{
    public List<string> Items = [];
    public string Put(string text) { Items.Add(text); return "put " + Items.Count; }
#if V2
    public void Dispose() => Items.Clear();
    public virtual string Name => "memory" + Items.Count;
    public override string ToString() => "store of " + string.Join("+", Items);
#endif
}

public class LoudStore : MemoryStore
{
#if V2
    public override string Name => "loud " + base.Name;
    public override bool Equals(object? other) => other is LoudStore;
    public override int GetHashCode() => 17;
#endif
    public string Own() { return "own" + Items.Count + (this is IDisposable); }
}

public sealed class Box<T>
#if V2
    : IEnumerable<T>, INamed
#endif
{
    public T[] Items = [];
    public string Own() { return typeof(T).Name + Items.Length + (this is INamed); }
#if V2
    public IEnumerator<T> GetEnumerator() { foreach (var item in Items) yield return item; }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public string Name => "box of " + typeof(T).Name;
    public override string ToString() => "box " + Items.Length;
#endif
}

public abstract class Shape
#if V2
    : IDisposable
#endif
{
    public int Closed;
    public string Own() { return GetType().Name + Closed + (this is IDisposable); }
#if V2
    public abstract string Name { get; }
    public void Dispose() { Closed += 3; Note(Name); }
    protected virtual void Note(string text) => Closed += text.Length;
#endif
}

public class Circle : Shape
#if V2
    , INamed
#endif
{
#if V2
    public override string Name => "circle";
    protected override void Note(string text) { base.Note(text); Closed++; }
#endif
    public string Mine() { return "circle" + Closed + GetType().Name; }
}

public record Person(string First, int Age)
#if V2
    : IComparable<Person>, INamed
#endif
{
    public string Own() { return First + Age + (this is INamed); }
#if V2
    public int CompareTo(Person? other) => Age - (other?.Age ?? 0);
    public string Name => First + "!";
#endif
}

public record Employee(string First, int Age, string Desk) : Person(First, Age)
{
    public string At() { return Desk + Age + First; }
}

public class OddException(string message) : Exception(message)
#if V2
    , IFormattable, INamed
#endif
{
    public string Own() { return base.Message + GetType().Name; }
#if V2
    public override string Message => "odd " + base.Message;
    public string ToString(string? format, IFormatProvider? provider) => format + Message;
    public string Name => Message;
#endif
}

[AttributeUsage(AttributeTargets.All)]
public sealed class NoteAttribute(string text) : Attribute
#if V2
    , INamed
#endif
{
    public string Own() { return text + GetType().Name; }
#if V2
    public string Name => text + text;
    public override object TypeId => "note";
#endif
}

[Note("log")]
public class Log : MemoryStream
#if V2
    , INamed
#endif
{
    public string Own() { return Length + "own" + CanRead; }
#if V2
    public string Name => "log" + Length;
    public override void WriteByte(byte value) { base.WriteByte(value); base.WriteByte(value); }
#endif
}

public class Numbers : List<int>
#if V2
    , INamed
#endif
{
    public string Own() { return Count + "own" + this.Sum(); }
#if V2
    public string Name => "numbers" + Count;
#endif
}

// Both have the interface by a base class, so listing it anew changes nothing.
public class Base : INamed { public virtual string Name => "base" + GetType().Name; }

public class Listed : Base
#if V2
    , INamed
#endif
{
    public override string Name => "listed" + GetType().Name.Length;
    public string Own() { return "a" + Name; }
}

public class Unlisted : Base
#if !V2
    , INamed
#endif
{
    public string Own() { return "b" + Name + Name; }
}

public struct Point(int x)
{
    public string Own() { return "point" + x + (GetHashCode() != 0); }
#if V2
    public override string ToString() => "point " + x;
#endif
}

// A struct with references is not compared by its bits anyway, so that it can get these too.
public struct Tagged(string tag, int n)
{
    public string Own() { return tag + n + Equals(new Tagged(tag, n)) + Equals(null); }
#if V2
    public override bool Equals(object? other) => other is Tagged t && t.Tag == tag;
    public override int GetHashCode() => 23;
#endif
    public string Tag => tag;
}

public readonly record struct Pair(int A, string B) { public string Own() { return A + B + ToString(); } }

public ref struct Cursor(Span<int> span)
{
    private readonly Span<int> rest = span;
    public string Own() { return "cursor" + rest.Length; }
}

public static class Tools
{
    public static string Join(IEnumerable<string> texts) { return string.Join("/", texts.Select(t => t + t.Length)); }
#if V2
    public static string Use(INamed named) { INamed[] all = [named]; var list = new List<INamed> { named }; return all[0].Name + list[0].Name; }
#endif
}

// It answers casts itself, so that weaving leaves it alone.
public class Own : IDynamicInterfaceCastable
{
    public bool IsInterfaceImplemented(RuntimeTypeHandle type, bool throws) => type.Equals(typeof(INamed).TypeHandle) && !throws;
    public RuntimeTypeHandle GetInterfaceImplementation(RuntimeTypeHandle type) => typeof(IOwnNamed).TypeHandle;
    [DynamicInterfaceCastableImplementation]
    private interface IOwnNamed : INamed
    {
        string INamed.Name =>
#if V2
            "second"
#else
            "first"
#endif
            + typeof(IOwnNamed).Name.Length;
    }
}

[Swappable(Overrides = false)]
public class Closed
{
#if V2
    public string Name => "closed" + GetType().Name;
    public virtual string Put(string text) => "closed " + text;
#endif
    public string Own() { return "closed" + typeof(Closed).GetMethod("ToString", [])!.DeclaringType!.Name; }
}

#if V2
// What implements the interface is in the patch, on a deployed base class.
public class Reopened : Closed, INamed { }
public class Restored : MemoryStore, INamed, IStore { public override string Name => "restored " + base.Name; }
#endif

public class Outer
{
    public class Inner
#if V2
        : INamed
#endif
    {
        public string Own() { return "inner" + (this is INamed); }
#if V2
        public string Name => "inner name";
        public override string ToString() => "inner text";
#endif
    }
}

public static class OpenAssembly
{
    private static readonly List<object> objects = [];

    public static void Prepare()
    {
        objects.AddRange([new MemoryStore { Items = { "a" } }, new LoudStore(), new Box<int> { Items = [1, 2] }, new Box<string> { Items = ["x"] }, new Circle()]);
        objects.AddRange([new Person("Ann", 3), new Employee("Bob", 4, "d"), new OddException("oops"), new NoteAttribute("n"), new Log(), new Numbers { 4, 5 }]);
        objects.AddRange([new Listed(), new Unlisted(), new Point(6), new Tagged("t", 1), new Pair(1, "b"), new Own(), new Closed(), new Outer.Inner()]);
    }

    public static void Run(TextWriter output)
    {
        foreach (var one in objects)
        {
            output.Write(one switch
            {
                LoudStore s => s.Own() + s.Put("l"), MemoryStore s => s.Put("m"), Box<int> b => b.Own(), Box<string> b => b.Own(), Circle c => c.Own() + c.Mine(),
                Employee e => e.At() + e.Own(), Person p => p.Own(), OddException e => e.Own() + e.Message, NoteAttribute n => n.Own(), Log l => l.Own(), Numbers n => n.Own(),
                Listed l => l.Own(), Unlisted u => u.Own(), Point p => p.Own(), Tagged t => t.Own() + t.Equals(new Tagged("t", 2)) + (t.GetHashCode() == 23), Pair p => p.Own(), Closed c => c.Own(), Outer.Inner i => i.Own(), _ => "",
            });
            output.Write($"|{one is IDisposable}{one is INamed}{one is IEnumerable}{one is IFormattable}{one is IComparable<Person>}|");
            output.WriteLine(one is Exception or Closed or Own ? $"{one:x}".Split('\n')[0].Split(" at ")[0] : one.ToString());
            if (one is INamed named)
                output.WriteLine(named.Name);
            if (one is IStore store)
                output.WriteLine(store.Put("again"));
#if V2
            if (one is INamed used)
                output.WriteLine(Tools.Use(used));
#endif
            using (one as IDisposable)
                output.WriteLine(Tools.Join((one as IEnumerable)?.Cast<object>().Select(o => o.ToString()!) ?? []));
        }

        output.WriteLine(new Cursor(new int[3]).Own() + objects.OfType<INamed>().Count() + objects.OfType<IDisposable>().Count());
        output.WriteLine(new Dictionary<object, int> { [new LoudStore()] = 1 }.ContainsKey(objects[1]));
        ((MemoryStore)objects[0]).Items = ["a"];
        ((LoudStore)objects[1]).Items = [];
        ((Shape)objects[4]).Closed = 0;
        var log = new Log();
        log.WriteByte(1);
        objects[9] = new Log();
        output.WriteLine(log.Length);
#if V2
        output.WriteLine(Use((IStore)objects[0]) + Use((IStore)objects[1]));
        output.WriteLine(Tools.Use(new Reopened()) + Use(new Restored()) + Tools.Use(new Restored()));
        ((MemoryStore)objects[0]).Items = ["a"];
#endif
    }

#if V2
    private static string Use(IStore store) { using (store) { return store.Put("x") + store.Name; } }
#endif
}

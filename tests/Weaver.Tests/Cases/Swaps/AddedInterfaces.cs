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

// Classes below have arguments of their own, which the class that answers casts does not know.
public class Sub<T> : Shelf<T> { public string Mine() { return "sub" + Items.Count + typeof(T).Name; } }

public class Crate<T> : Session
#if V2
    , IReadOnlyCollection<T>, ICloneable
#endif
{
    public readonly List<T> Held = [];
#if V2
    public int Count2 => Held.Count * 2;
    int IReadOnlyCollection<T>.Count => Held.Count;
    public IEnumerator<T> GetEnumerator() { yield return Held[0]; yield return Held[0]; }
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public virtual object Clone() => "crate of " + typeof(T).Name + Held.Count;
#endif
    public string Mine() { return typeof(T).Name + Held.Count + (this is ICloneable) + (this is IReadOnlyCollection<T>) + Name; }
}

public class Pairs<A, B> : Shelf<List<A>>
#if V2
    , IEquatable<B>, IReadOnlyCollection<KeyValuePair<A, B>>
#endif
    where B : class
{
#if V2
    public bool Equals(B? other) => other is null;
    int IReadOnlyCollection<KeyValuePair<A, B>>.Count => Items.Count + 100;
    IEnumerator<KeyValuePair<A, B>> IEnumerable<KeyValuePair<A, B>>.GetEnumerator() { foreach (var list in Items) foreach (var a in list) yield return new(a, null!); }
#endif
    public string Mine() { return typeof(A).Name + typeof(B).Name + Items.Count + (this is IEquatable<B>) + (this is IEquatable<A>); }
}

public sealed class Last<T> : Crate<T[]>
#if V2
    , IComparable<T>
#endif
{
#if V2
    public int CompareTo(T? other) => 41 + Held.Count;
    public override object Clone() => "last " + base.Clone();
#endif
    public string Own2() { return Mine() + (this is IComparable<T>) + Name; }
}

#if V2
// Generic code that only the patch has may ask for the interfaces as constraints.
public static class FreshExtensions
{
    public static T Fluent<T>(this T fresh, string text) where T : class, IFresh, IScaled { Note(fresh, text); return Same(fresh); }
    public static string Each<T>(this T fresh, Func<T, string> use) where T : IFresh { Func<string> again = () => use(fresh) + fresh.Count; return again() + new Keeper<T>(fresh).Ask(); }
    private static void Note<T>(T fresh, string text) where T : IFresh => fresh.Count += fresh.Fresh(text).Length * 0;
    private static T Same<T>(T fresh) where T : IFresh, IScaled => fresh.Scale(1) > -1 ? fresh : throw new InvalidOperationException();
}

public sealed class Keeper<T>(T kept) where T : IFresh
{
    public string Ask() => kept.Fresh("kept") + new List<Keeper<T>> { this }.Count;
}
#endif

public static class AddedInterfaces
{
    private static readonly List<object> generic = [];

    private static void RunGeneric(TextWriter output)
    {
        foreach (var one in generic)
        {
            output.Write($"{one is Sub<int> && ((Sub<int>)one).Mine().Length > 0}|{one is IEnumerable}{one is IEnumerable<int>}{one is IEnumerable<List<int>>}{one is IEnumerable<string>}");
            output.Write($"|{one is IReadOnlyCollection<int>}{one is IReadOnlyCollection<string>}{one is IReadOnlyCollection<int[]>}{one is IReadOnlyCollection<KeyValuePair<int, string>>}");
            output.WriteLine($"|{one is ICloneable}{one is IEquatable<string>}{one is IComparable<int>}{one is IComparable<string>}{one is IFormattable}");
            if (one is ICloneable cloneable)
                output.WriteLine(cloneable.Clone());
            if (one is IEquatable<string> equatable)
                output.WriteLine(equatable.Equals("a").ToString() + equatable.Equals(null));
            if (one is IReadOnlyCollection<int> numbers)
                output.WriteLine(numbers.Count + ":" + string.Join(",", numbers));
            if (one is IReadOnlyCollection<KeyValuePair<int, string>> pairs)
                output.WriteLine(pairs.Count + ":" + string.Join(",", pairs));
            if (one is IComparable<int> comparable)
                output.WriteLine(comparable.CompareTo(3));
            try { output.WriteLine(((IReadOnlyCollection<string>)one).Count); } catch (InvalidCastException) { output.WriteLine("no cast"); }
            output.WriteLine(one is Crate<int> crate ? crate.Mine() : one is Pairs<int, string> both ? both.Mine() : one is Last<int> last ? last.Own2() : "");
        }
    }

    private static readonly List<object> objects = [];

    public static void Prepare()
    {
        objects.AddRange([new Session(), new Child { Name = "child" }, new Shelf<int> { Items = { 1, 2 } }, new Shelf<string> { Items = { "a" } }]);
        generic.AddRange([new Sub<int> { Items = { 3 } }, new Sub<List<int>>(), new Crate<int> { Held = { 5 } }, new Crate<string> { Held = { "s" } }]);
        generic.AddRange([new Pairs<int, string> { Items = { new List<int> { 7, 8 } } }, new Pairs<string, string>(), new Last<int> { Held = { new[] { 9 } } }, new Last<string>()]);
    }

    public static void Run(TextWriter output)
    {
        RunGeneric(output);
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
            output.WriteLine(session.Fluent("x").Fluent("y").Name + session.Each(s => s.Fresh("z")) + new Keeper<Session>(session).Ask() + new Keeper<Crate<int>>(new Crate<int>()).Ask());
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

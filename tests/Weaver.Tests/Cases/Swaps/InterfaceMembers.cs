using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Members that a patch adds to interfaces which deployed types implement.
public interface IStore
{
    int Count { get; }
#if V2
    string Find(int id);
    string Dump(string text) => "dump " + text + Find(1) + Count;
    string Tag { get; set; }
    event Action? Cleared;
    V Convert<V>(V item);
    static string Static(int n) => "static " + n;
    sealed string Fixed(int n) => "fixed " + n + Find(n);
#endif
    string Report() =>
#if V2
        Find(2) + Dump("d") + Convert(4) + Convert("c") + Static(1) + Fixed(3);
#else
        "report " + Count;
#endif
}

public class Memory : IStore
{
    public int Count => 3;
#if V2
    public virtual string Find(int id) => "memory" + id;
    string IStore.Tag { get => "tag" + tag; set => tag = value; }
    private string tag = "m";
    public event Action? Cleared;
    public virtual V Convert<V>(V item) { Cleared?.Invoke(); return item; }
#endif
    public string Own() { return Count + "own" + ToString()!.Length; }
}

public class Cached : Memory
{
#if V2
    public override string Find(int id) => "cached" + base.Find(id);
#endif
    public string Also() { return Count + "also" + ToString()!.Length; }
}

public class Twice : Memory, IStore
{
#if V2
    string IStore.Dump(string text) => "twice dump " + text + Find(3);
    public new string Find(int id) => "twice" + id + base.Find(id);
#endif
    int IStore.Count => 33 + Count;
    public string More() { return Count + "more" + ToString()!.Length; }
}

public struct Slot(int n) : IStore
{
    private int used = n;
    public int Count => used;
#if V2
    public string Find(int id) => "slot" + id + ++used;
    public string Tag { get => "slot tag" + used; set => used += value.Length; }
    public event Action? Cleared { add { used += 100; value?.Invoke(); } remove { } }
    public V Convert<V>(V item) { used++; return item; }
#endif
    public string Own() { return Count + "own" + used++; }
}

public interface ISource<out T>
{
    T Get();
#if V2
    T Next(int n);
    IEnumerable<T> Many(int n) => Enumerable.Repeat(Next(n), n);
#endif
}

public interface ISink<in T>
{
    string Put(T item);
#if V2
    string PutTwice(T item) => Put(item) + Put(item);
    string PutAll(T[] items);
#endif
}

public class Numbers : ISource<int>, ISink<int>, ISink<string>, ISink<object>
{
    public int Get() { return ToString()!.Length; }
    public string Put(int item) { return "int" + item + ToString()!.Length; }
    public string Put(string item) { return "string" + item + ToString()!.Length; }
    public string Put(object item) { return "object" + item + ToString()!.Length; }
#if V2
    public int Next(int n) => n + Get();
    public string PutAll(int[] items) => "ints" + items.Sum();
    public string PutAll(string[] items) => "strings" + string.Concat(items);
    public string PutAll(object[] items) => "objects" + items.Length;
    string ISink<string>.PutTwice(string item) => "twice" + item;
#endif
}

public class Source<T>(T value) : ISource<T>, ISink<T[]>
{
    public T Get() { return value is null ? value : (T)(object)value; }
    public string Put(T[] item) { return typeof(T).Name + item.Length + GetType().Name; }
#if V2
    public virtual T Next(int n) => n > 0 ? value : default!;
    public string PutAll(T[][] items) => typeof(T).Name + "s" + items.Length;
#endif
}

public interface ISpecial : IStore
{
#if V2
    string IStore.Find(int id) => "special" + id + Special();
    string IStore.Tag { get => "special tag"; set { } }
    event Action? IStore.Cleared { add { } remove { } }
    V IStore.Convert<V>(V item) => item;
#endif
    string Special();
}

public class Specialist : ISpecial
{
    public int Count => 5;
    public string Special() { return "specialist" + Count + ToString()!.Length; }
}

#if V2
public class NewStore : IStore
{
    public int Count => 8;
    string IStore.Find(int id) => "new" + id;
    public string Tag { get; set; } = "nt";
    public event Action? Cleared { add => Tag += "c"; remove { } }
    public V Convert<V>(V item) => item;
}

public class NewSource : Source<string>
{
    public NewSource() : base("new") { }
    public override string Next(int n) => "next" + n + base.Next(n);
}

public record struct NewSlot(int N) : IStore
{
    public int Count => N;
    public string Find(int id) => "new slot" + id + ++N;
    public string Tag { get => "ns"; set => N++; }
    public event Action? Cleared { add => N += 10; remove { } }
    public V Convert<V>(V item) => item;
}
#endif

public static class InterfaceMembers
{
    private static readonly List<IStore> stores = [];
    private static readonly List<ISource<object>> sources = [];

    public static void Prepare() => Fill();

    private static void Fill()
    {
        stores.AddRange([new Memory(), new Cached(), new Twice(), new Specialist()]);
        sources.AddRange([new Source<string>("s"), new Source<object>(5), new Source<Exception>(new InvalidOperationException("x"))]);
    }

    public static void Run(TextWriter output)
    {
        Fill();
        var numbers = new Numbers();
#if V2
        stores.AddRange([new Slot(5), new NewStore(), new NewSlot(4)]);
        sources.Add(new NewSource());
        foreach (var store in stores)
        {
            output.WriteLine(store.Find(7) + store.Tag + store.Dump("x") + store.Convert(2.5) + store.Convert<object>("o"));
            store.Tag = "set";
            store.Cleared += () => output.Write("cleared ");
            output.WriteLine(store.Tag + store.Convert("after"));
            store.Tag = "m";
            Func<int, string> find = store.Find;
            output.WriteLine(find(9) + store.Fixed(2) + (store.GetType().IsValueType ? Constrained(store) : ""));
        }

        output.WriteLine(Constrained(new Slot(6)) + Constrained(new NewSlot(7)) + Constrained(new Memory()) + Constrained(new Cached()));
        var slot = new Slot(8);
        output.WriteLine(slot.Find(1) + slot.Find(2) + Reference(ref slot) + slot.Count);
        foreach (var source in sources)
            output.WriteLine(source.Next(2) + string.Join(",", source.Many(2)));
        output.WriteLine(Next(new Source<int>(6)) + Next(new Source<long>(6)) + Next(numbers) + Next<object>(new Source<string>("z")));
        output.WriteLine(Sink(numbers, 5) + Sink(numbers, "five") + Sink<object>(numbers, 5.5) + Sink(new Source<int>(1), [1]) + Sink(new Source<string>("1"), ["1"]));
        try { output.WriteLine(((IStore)null!).Find(1)); } catch (NullReferenceException) { output.WriteLine("null"); }
#endif
        foreach (var store in stores)
            output.WriteLine(store.Report() + store.Count);
        foreach (var source in sources)
            output.WriteLine(source.Get() + numbers.Put(1));
        stores.RemoveRange(4, stores.Count - 4);
        sources.RemoveRange(3, sources.Count - 3);
        if (stores.Count == 4)
        {
            stores.Clear();
            sources.Clear();
            Fill();
        }
    }

#if V2
    private static string Constrained<T>(T store) where T : IStore { store.Tag = "cc"; return store.Find(1) + store.Find(2) + store.Dump("g") + store.Convert(3) + store.Tag; }
    private static string Reference<T>(ref T store) where T : IStore { store.Cleared += null; return store.Find(3) + store.Count; }
    private static string Next<T>(ISource<T> source) => source.Next(1) + "" + source.Many(2).Count();
    private static string Sink<T>(ISink<T> sink, T item) => sink.PutTwice(item) + sink.PutAll([item]);
#endif
}

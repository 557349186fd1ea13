using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Virtual methods that a patch adds to generic types, and to types with generic overriders: some arguments follow from the base, others only the object knows.
public class Box<T>
{
    public T Value = default!;
#if V2
    public virtual string Show(T other) => "box " + typeof(T).Name + other;
    public virtual T Pick(T a, List<T> more) => more.Count > 1 ? more[1] : a;
    public virtual string Pair<V>(T a, V b) => "pair " + typeof(T).Name + typeof(V).Name + a + b;
    public virtual int Length(ReadOnlySpan<T> items) => items.Length;
    public virtual void Change(ref T item, out int count) => count = 1;
#endif
    public string All(T other)
    {
#if V2
        var item = other;
        Change(ref item, out var count);
        return Show(other) + Pick(other, [other, Value]) + Pair(other, 7) + Pair(other, "v") + Length([other, other]) + item + count;
#else
        return typeof(T).Name + other + Value;
#endif
    }
}

public class IntBox : Box<int>
{
#if V2
    public override string Show(int other) => "int " + (other + Value) + base.Show(other);
    public override int Pick(int a, List<int> more) => a + more.Sum();
    public override string Pair<V>(int a, V b) => "int pair " + typeof(V).Name + (a + 1) + b;
    public override int Length(ReadOnlySpan<int> items) => items[0] + items.Length;
    public override void Change(ref int item, out int count) { item++; base.Change(ref item, out count); count += 5; }
#endif
    public int Twice() { return Value * 2 + Value.GetHashCode() * 0 + 1 - 1; }
}

public class TextBox : Box<string>
{
#if V2
    public override string Show(string other) => "text " + other + base.Show(other);
    public override string Pick(string a, List<string> more) => string.Join("", more) + a;
    public override string Pair<V>(string a, V b) => "text pair " + typeof(V).Name + a + b + base.Pair(a, b);
    public override int Length(ReadOnlySpan<string> items) => items[0].Length + items.Length;
    public override void Change(ref string item, out int count) { item += "!"; base.Change(ref item, out count); count += 7; }
#endif
    public string Twice() { return Value + Value + Value.Length + "twice"; }
}

public class Same<U> : Box<U>
{
#if V2
    public override string Show(U other) => "same " + typeof(U).Name + base.Show(other);
    public override string Pair<V>(U a, V b) => "same pair " + typeof(V).Name + base.Pair(a, b);
#endif
    public string Twice(U value) { return Value + "" + Value + value + "twice"; }
}

public class Only<U> : Box<U> where U : class
{
#if V2
    public override string Show(U other) => "only " + typeof(U).Name + base.Show(other);
#endif
    public string Twice(U value) { return Value + "" + Value + value + "twice"; }
}

public class Lists<U> : Box<List<U>>
{
#if V2
    public override string Show(List<U> other) => "lists of " + typeof(U).Name + other.Count + other.FirstOrDefault();
    public override string Pair<V>(List<U> a, V b) => "lists pair " + typeof(U).Name + typeof(V).Name + b;
    public override List<U> Pick(List<U> a, List<List<U>> more) => [.. a, .. more[0]];
#endif
    public string Twice(U value) { return value + "" + value + "twice" + typeof(U); }
}

public class Handler
{
#if V2
    public virtual string Handle(object item) => "none" + item;
    public virtual string Ask<V>(V item) where V : notnull => "ask " + typeof(V).Name + item;
#endif
    public string Go(object item) =>
#if V2
        Handle(item) + Ask(item) + Ask(5);
#else
        "go" + item + GetType().Name;
#endif
}

public class Handler<T> : Handler
{
#if V2
    public override string Handle(object item) => (item is T) + typeof(T).Name + base.Handle(item);
    public override string Ask<V>(V item) => typeof(T).Name + typeof(V).Name + base.Ask(item);
#endif
    public T Make(T item) { return item is null ? item : (T)(object)item; }
}

public class Deep<A, B> : Handler<Dictionary<A, B>> where A : struct
{
#if V2
    public override string Handle(object item) => "deep " + typeof(A).Name + typeof(B).Name + base.Handle(item);
#endif
    public A Make(A item) { return item.Equals(item) ? item : default; }
}

#if V2
public class Added<T> : Handler<T>
{
    public override string Handle(object item) => "added " + typeof(T).Name + base.Handle(item);
}

public class AddedBox<T> : Same<T[]>
{
    public override string Show(T[] other) => "added box " + typeof(T).Name + other.Length + base.Show(other);
}
#endif

public static class VirtualGenerics
{
    private static readonly List<Func<string>> runs = [];

    public static void Prepare() => Fill();

    private static void Fill()
    {
        Add(new Box<int> { Value = 3 }, 4);
        Add(new IntBox { Value = 3 }, 4);
        Add(new TextBox { Value = "t" }, "u");
        Add(new Same<long> { Value = 3 }, 4);
        Add(new Same<string> { Value = "s" }, "t");
        Add(new Same<DateTime>(), default);
        Add(new Only<string> { Value = "s" }, "t");
        Add(new Lists<int> { Value = [3] }, [4, 5]);
        Add(new Lists<string> { Value = ["3"] }, ["4", "5"]);
        foreach (var handler in new[] { new Handler(), new Handler<int>(), new Handler<string>(), new Deep<int, string>(), new Deep<Guid, object>() })
        {
            runs.Add(() => handler.Go("item"));
            runs.Add(() => handler.Go(1));
        }
    }

    private static void Add<T>(Box<T> box, T other) => runs.Add(() => box.All(other));

    public static void Run(TextWriter output)
    {
        Fill();
#if V2
        runs.Add(() => new Added<int>().Go(2));
        runs.Add(() => new Added<string>().Go(2));
        Add(new AddedBox<int> { Value = [1] }, [2]);
        Add(new AddedBox<string> { Value = ["1"] }, ["2"]);
#endif
        foreach (var run in runs)
            output.WriteLine(run());
        runs.RemoveRange(19, runs.Count - 19);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

public class Cache<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> items = [];
    private static int created;

    public Cache() => created++;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (!items.TryGetValue(key, out var value))
            items[key] = value = make(key);
#if V2
        Touch(key, created > 0);
#endif
        return value;
    }

    public string Describe<T>(T tag)
        where T : struct, IComparable<T>
    {
#if V2
        return $"v2 {typeof(TKey).Name} {typeof(TValue).Name} {tag.CompareTo(default)} {Local(tag)} {Move()}";
#else
        return $"v1 {typeof(TKey).Name} {typeof(TValue).Name} {tag}";
#endif
    }

#if V2
    private enum State { Empty, Filled = 5 }

    internal enum Kind : byte { One = 1, Two }

    private State state = State.Empty;

    // As fields, elements, boxes, captures and type arguments; those of another instantiation are other types.
    private string Move()
    {
        // Objects keep it while the patch is away.
        state = State.Empty;
        var before = state;
        state = items.Count > 0 ? State.Filled : State.Empty;
        var all = new List<State> { before, state };
        Func<object, string> say = value => value is State same && same == state ? $"{same:d}" : value is Cache<TValue, TKey>.State ? "other" : "none";
        return $"{string.Join(",", all)} {say(state)} {say(Cache<int, TKey[]>.Kind.Two)} {(Kind)2} {Enum.GetNames<State>().Length} {typeof(Kind) == typeof(Cache<TKey, TValue>.Kind)}";
    }

    private string Local<T>(T tag) => typeof(T).Name + tag + items.Count;

    private void Touch(TKey key, bool any) => items[key] = any ? items[key] : default!;
#endif

    public string Grid<T>(T[,] grid, TValue[,,] values)
    {
#if V2
        (grid[0, 1], values[0, 0, 0]) = (grid[0, 0], values[0, 0, 1]);
        return $"{grid[0, 1]} {values[0, 0, 0]} {new TKey[2, 3].Length}";
#else
        return $"{grid[0, 0]} {values[0, 0, 0]}";
#endif
    }

    public class Node
    {
        public TKey? Key;

#if V2
        public string Show() => "node2 " + typeof(TValue).Name + Key + typeof(TKey).Name;
#else
        public string Show() => "node1 " + typeof(TValue).Name + Key;
#endif
    }
}

public static class Maths
{
    public static T Sum<T>(IEnumerable<T> values)
        where T : INumber<T>
    {
        var sum = T.Zero;
        foreach (var value in values)
#if V2
            sum += value + T.One;
#else
            sum += value;
#endif
        return sum;
    }
}

public static class Generics
{
    private static readonly Cache<string, int> cache = new();
    private static readonly Cache<int, object> other = new();

    public static void Run(TextWriter output)
    {
        output.WriteLine(cache.GetOrAdd("a", k => k.Length));
        output.WriteLine(other.GetOrAdd(3, k => "o" + k));
        output.WriteLine(cache.Describe(5) + other.Describe(2.5));
        output.WriteLine(new Cache<string, int>.Node { Key = "k" }.Show() + new Cache<int, List<string>>.Node { Key = 1 }.Show());
        output.WriteLine(cache.Grid(new[,] { { "x", "y" } }, new[,,] { { { 1, 2 } } }) + other.Grid(new[,] { { 1, 2 } }, new[,,] { { { "p", "q" } } }));
        output.WriteLine(Maths.Sum([1, 2, 3]) + " " + Maths.Sum([1.5, 2.5]));
    }
}

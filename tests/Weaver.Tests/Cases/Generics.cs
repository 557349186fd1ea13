using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;

public static class Generics
{
    public static void Run(TextWriter output)
    {
        var cache = new Cache<string, int>(k => k.Length);
        output.WriteLine(cache.Get("four") + cache.Get("four") + cache.Misses);
        output.WriteLine(cache.Map<string>((k, v) => k + v));
        output.WriteLine(cache.Convert<long, List<string>>(3, new List<string> { "a" }, 2));
        output.WriteLine(Cache<int, object>.Describe<DateTime>());
        output.WriteLine(new Outer<int>.Inner<string>(1, "x").Join<char>('c'));
        output.WriteLine(Max(new[] { 3, 1, 2 }) + Max(new[] { "b", "c", "a" }));
        output.WriteLine(Sum(new[] { 1.5, 2.5 }) + Sum(new[] { 1, 2 }));
        output.WriteLine(new Shape<Circle>().Total(new Circle(2), new Circle(3)));
        output.WriteLine(Make<Thing>().Name);
        output.WriteLine(SizeOf<int>() + SizeOf<decimal>());
        output.WriteLine(Name<Base>(new Derived()));
        IProducer<object> producer = new Producer<string>("made");
        output.WriteLine(producer.Produce());
        IConsumer<string> consumer = new Consumer<object>();
        output.WriteLine(consumer.Consume("eaten"));
        output.WriteLine(Fold(new[] { 1, 2, 3 }, "", (a, n) => a + n));
        output.WriteLine(new Tree<int>(5).Add(3).Add(8).Add(4).ToText());
        output.WriteLine(Recursive<int>(3));
        output.WriteLine(string.Join(",", Pairs(new[] { 1, 2 }, new[] { "a", "b" }).Select(p => p.Item1 + p.Item2)));
        output.WriteLine(AddAll<Counter>(default, 3));
        output.WriteLine(Spans<int>([1, 2, 3]));
        output.WriteLine(Apply(new Span<byte>([1, 2, 3]), static s => s.Length));
        try
        {
            cache.Get(null!);
        }
        catch (ArgumentNullException e)
        {
            output.WriteLine(e.StackTrace);
        }
    }

    public static T Max<T>(IEnumerable<T> items) where T : IComparable<T>
    {
        var first = true;
        T best = default!;
        foreach (var item in items)
        {
            if (first || item.CompareTo(best) > 0)
                best = item;
            first = false;
        }

        return best;
    }

    public static T Sum<T>(IEnumerable<T> items) where T : INumber<T>
    {
        var sum = T.Zero;
        foreach (var item in items)
            sum += item;
        return sum;
    }

    public static T Make<T>() where T : class, new() => Check(new T(), 1);

    public static T Check<T>(T value, int times) where T : class => times == 0 ? value : Check(value, times - 1);

    public static unsafe int SizeOf<T>() where T : unmanaged => sizeof(T) * 1 + (default(T).Equals(default(T)) ? 0 : 1);

    public static string Name<T>(T value) where T : Base => value is null ? "none" : value.Describe() + typeof(T).Name;

    public static TResult Fold<TItem, TResult>(IEnumerable<TItem> items, TResult seed, Func<TResult, TItem, TResult> step)
    {
        foreach (var item in items)
            seed = step(seed, item);
        return seed;
    }

    public static string Recursive<T>(int depth) => depth == 0 ? typeof(T).Name : Recursive<List<T>>(depth - 1);

    public static IEnumerable<(TLeft, TRight)> Pairs<TLeft, TRight>(TLeft[] left, TRight[] right)
    {
        for (var i = 0; i < left.Length; i++)
            yield return (left[i], right[i]);
    }

    public static int AddAll<T>(T counter, int times) where T : struct, ICounter
    {
        for (var i = 0; i < times; i++)
            counter.Increment();
        return counter.Count;
    }

    public static int Spans<T>(ReadOnlySpan<T> items)
    {
        var n = 0;
        foreach (ref readonly var item in items)
            n += item is null ? 0 : 1;
        return n;
    }

    public static int Apply<T>(T value, Func<T, int> function) where T : allows ref struct
    {
        var first = function(value);
        return first + Twice(value, function);
    }

    public static int Twice<T>(scoped T value, Func<T, int> function) where T : allows ref struct => function(value) + function(value) * 2;
}

public interface ICounter
{
    int Count { get; }

    void Increment();
}

public struct Counter : ICounter
{
    public int Count { get; private set; }

    public void Increment()
    {
        if (Count > 100)
            Count = 0;
        Count++;
    }
}

public class Cache<TKey, TValue>(Func<TKey, TValue> make) where TKey : notnull
{
    private static int s_created;
    private readonly Dictionary<TKey, TValue> _items = [];

    static Cache() => s_created = 1;

    public int Misses { get; private set; }

    public static string Describe<T>() where T : struct => typeof(TKey).Name + typeof(TValue).Name + typeof(T).Name + s_created;

    public TValue Get(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_items.TryGetValue(key, out var value))
        {
            Misses++;
            _items[key] = value = Create(key);
        }

        return value;
    }

    public TValue Create(TKey key)
    {
        s_created++;
        return make(key);
    }

    public TResult Map<TResult>(Func<TKey, TValue, TResult> map)
    {
        TResult result = default!;
        foreach (var pair in _items)
            result = map(pair.Key, pair.Value);
        return result;
    }

    public string Convert<T1, T2>(T1 first, T2 second, int depth)
        where T2 : IEnumerable<TKey>
    {
        return depth == 0
            ? $"{first}{string.Join("", second)}{typeof(T1).Name}{typeof(T2).Name}{_items.Count}"
            : Convert<T2, T2>(second, second, depth - 1);
    }
}

public class Outer<T>(T value)
{
    public T Value { get; } = value;

    public class Inner<TInner>(T outer, TInner inner) : Outer<T>(outer)
    {
        public string Join<TMore>(TMore more)
        {
            Func<string> join = () => $"{Value}{inner}{more}{typeof(T)}{typeof(TInner)}{typeof(TMore)}";
            return join();
        }
    }
}

public abstract class Figure
{
    public abstract double Area();
}

public class Circle(double radius) : Figure
{
    public override double Area() => Math.Round(Math.PI * radius * radius, 2);
}

public class Shape<T> where T : Figure
{
    public double Total(params T[] figures) => figures.Sum(f => f.Area());
}

public class Thing
{
    public string Name => "thing";
}

public class Base
{
    public virtual string Describe() => "base";
}

public class Derived : Base
{
    public override string Describe() => "derived+" + base.Describe();
}

public interface IProducer<out T>
{
    T Produce();

    string Both() => "both " + Produce();
}

public interface IConsumer<in T>
{
    string Consume(T item);
}

public class Producer<T>(T item) : IProducer<T>
{
    public T Produce() => item is null ? throw new InvalidOperationException() : item;
}

public class Consumer<T> : IConsumer<T>
{
    public string Consume(T item) => $"{item} by {typeof(T).Name}";
}

public class Tree<T>(T value) where T : IComparable<T>
{
    private Tree<T>? _left;
    private Tree<T>? _right;

    public Tree<T> Add(T item)
    {
        ref var side = ref Side(item.CompareTo(value) < 0);
        if (side is null)
            side = new Tree<T>(item);
        else
            side.Add(item);
        return this;
    }

    public string ToText() => $"{_left?.ToText()}({value}){_right?.ToText()}";

    public ref Tree<T>? Side(bool left)
    {
        if (left)
            return ref _left;
        return ref _right;
    }
}

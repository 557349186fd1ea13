using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

// What is called. Version 2 does as much as version 1. CALLED: a build whose methods are never inlined.
public static class Build
{
#if CALLED
    public const MethodImplOptions Impl = MethodImplOptions.NoInlining;
#else
    public const MethodImplOptions Impl = 0;
#endif
#if V2
    public const int K = 3;
#else
    public const int K = 1;
#endif
}

public interface IShape
{
    int Interface(int a);
}

public class Shape : IShape
{
    private readonly int[] _table = [1, 2, 3, 4, 5, 6, 7, 8];
    private int _bias = 5;

    [MethodImpl(Build.Impl)] public static int Tiny(int a) => a + Build.K;

    [MethodImpl(Build.Impl)] public int Bytes20(int a) => (a ^ _bias) + (a >> 3) + Build.K;

    [MethodImpl(Build.Impl)]
    public int Bytes60(int a)
    {
        var b = (a << 1) + _bias;
        if ((b & 1) == 0)
            b += _table[a & 7];
        else
            b -= _table[b & 7];
        b ^= a >> 5;
        return b + Build.K + (a & 15);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] public int NotInlined(int a) => (a ^ _bias) + (a >> 3) + Build.K;

    [MethodImpl(Build.Impl)] public virtual int Virtual(int a) => (a ^ _bias) + (a >> 3) + Build.K;

    [MethodImpl(Build.Impl)] public int Interface(int a) => (a ^ _bias) + (a >> 3) + Build.K;

    [MethodImpl(Build.Impl)]
    public static T Generic<T>(T a, T b, int n)
    {
        if (EqualityComparer<T>.Default.Equals(a, b))
            return a;
        return ((n + Build.K) & 2) == 0 ? a : b;
    }

    [MethodImpl(Build.Impl)]
    public int StackAlloc(int a)
    {
        Span<int> buffer = stackalloc int[16];
        buffer[a & 15] = a;
        buffer[(a + 1) & 15] += _bias;
        return buffer[a & 15] + buffer[3] + Build.K;
    }

    [MethodImpl(Build.Impl)]
    public static int Span(ReadOnlySpan<int> values, int a)
    {
        var sum = a;
        foreach (var value in values)
            sum += value;
        return sum + Build.K;
    }

    public Func<int, int> Closure(int captured) => a => (a ^ captured) + (a >> 3) + Build.K + _bias;

    [MethodImpl(Build.Impl)]
    public async ValueTask<int> Async(int a)
    {
        await Task.CompletedTask;
        return (a ^ _bias) + Build.K;
    }

    [MethodImpl(Build.Impl)]
    public IEnumerable<int> Iterator(int a, int count)
    {
        for (var i = 0; i < count; i++)
            yield return a + i + Build.K + _bias;
    }

    [MethodImpl(Build.Impl)]
    public int CallsLocally(int a)
    {
        var b = (a ^ _bias) + (a >> 3) + Build.K;
        return LocallyCalled(b, a) + (b & 7);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] public int LocallyCalled(int a, int b) => (a ^ _bias) - (b >> 3) + Build.K;

    public ShapeList Items() => new(_table);
}

public sealed class Derived : Shape
{
    public override int Virtual(int a) => a;
}

public sealed class Made
{
    private readonly int _value;
    private readonly int _other;

    [MethodImpl(Build.Impl)]
    public Made(int value)
    {
        _value = value + Build.K;
        _other = value >> 3;
    }

    public int Value => _value ^ _other;
}

public readonly struct Pair
{
    private readonly int _a;
    private readonly int _b;

    public Pair(int a, int b) => (_a, _b) = (a, b);

    [MethodImpl(Build.Impl)] public int Sum() => _a + _b + Build.K;
}

public readonly struct Money
{
    public readonly long Cents;
    public readonly int Scale;
    public readonly int Kind;

    [MethodImpl(Build.Impl)] public Money(long cents, int scale, int kind) { Cents = cents + Build.K; Scale = scale; Kind = kind; }

    [MethodImpl(Build.Impl)] public Money Plus(Money other) => new(Cents + other.Cents, Scale ^ other.Scale, Kind + Build.K);
}

public struct Tally
{
    private int _sum;
    private int _count;

    [MethodImpl(Build.Impl)] public int Add(int a) { _sum += a + Build.K; _count++; return _sum - _count; }
}

public sealed class ShapeItems
{
    private readonly int[] _items = [1, 2, 3, 4, 5, 6, 7, 8];
    private readonly int _version = 3;

    public Enumerator GetEnumerator() => new(this);

    public struct Enumerator
    {
        private readonly ShapeItems _list;
        private readonly int _version;
        private int _index;
        private int _current;

        public Enumerator(ShapeItems list) => (_list, _version, _index, _current) = (list, list._version, 0, 0);

        public readonly int Current => _current;

        [MethodImpl(Build.Impl)]
        public bool MoveNext()
        {
            var list = _list;
            if (_version == list._version && (uint)_index < (uint)list._items.Length)
            {
                _current = list._items[_index] + Build.K;
                _index++;
                return true;
            }

            _index = list._items.Length + 1;
            _current = 0;
            return false;
        }
    }
}

public readonly struct ShapeList
{
    private readonly int[] _items;

    public ShapeList(int[] items) => _items = items;

    public Enumerator GetEnumerator() => new(_items);

    public struct Enumerator
    {
        private readonly int[] _items;
        private int _index;

        public Enumerator(int[] items) => (_items, _index) = (items, -1);

        public readonly int Current
        {
            [MethodImpl(Build.Impl)] get => _items[_index] + Build.K;
        }

        [MethodImpl(Build.Impl)] public bool MoveNext() => ++_index < _items.Length;
    }
}

// Who calls. Never woven: the calls in here are calls from outside.
public static class Loops
{
    private static readonly Shape s_shape = new();
    private static readonly IShape s_interface = s_shape;
    private static readonly ShapeItems s_list = new();
    private static readonly Func<int, int> s_closure = s_shape.Closure(11);
    private static readonly int[] s_numbers = [4, 5, 6, 7];
    private static readonly string[] s_words = ["a", "b"];

    public static int Tiny(int n) { var a = 0; for (var i = 0; i < n; i++) a = Shape.Tiny(a); return a; }

    public static int Bytes20(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.Bytes20(a); return a; }

    public static int Bytes60(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.Bytes60(a); return a; }

    public static int NotInlined(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.NotInlined(a); return a; }

    public static int Virtual(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.Virtual(a); return a; }

    public static int Interface(int n) { var s = s_interface; var a = 0; for (var i = 0; i < n; i++) a = s.Interface(a); return a; }

    public static int GenericValue(int n) { var a = 0; for (var i = 0; i < n; i++) a = Shape.Generic(a, i, i); return a; }

    public static int GenericReference(int n) { var w = s_words; var r = 0; for (var i = 0; i < n; i++) r = (r << 1) + Shape.Generic(w[i & 1], w[(i >> 1) & 1], i)[0]; return r; }

    public static int Struct(int n) { var a = 0; for (var i = 0; i < n; i++) a = new Pair(a, i).Sum(); return a; }

    public static int StructEnumerator(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i += 8) foreach (var x in s.Items()) a += x; return a; }

    public static int StructMade(int n) { var m = new Money(1, 2, 3); for (var i = 0; i < n; i++) m = m.Plus(new Money(i, i, 1)); return (int)m.Cents + m.Scale; }

    public static int StructWritten(int n) { var t = default(Tally); var a = 0; for (var i = 0; i < n; i++) a ^= t.Add(i); return a; }

    public static int ListEnumerator(int n) { var l = s_list; var a = 0; for (var i = 0; i < n; i += 8) foreach (var x in l) a += x; return a; }

    public static int StackAlloc(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.StackAlloc(a); return a; }

    public static int Span(int n) { var s = s_numbers; var a = 0; for (var i = 0; i < n; i++) a = Shape.Span(s, a); return a; }

    public static int Constructor(int n) { var a = 0; for (var i = 0; i < n; i++) a = new Made(a).Value; return a; }

    public static int Closure(int n) { var s = s_closure; var a = 0; for (var i = 0; i < n; i++) a = s(a); return a; }

    public static int Async(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.Async(a).GetAwaiter().GetResult(); return a; }

    public static int Iterator(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i += 8) foreach (var x in s.Iterator(a, 8)) a += x; return a; }

    public static int CallsLocally(int n) { var s = s_shape; var a = 0; for (var i = 0; i < n; i++) a = s.CallsLocally(a); return a; }
}

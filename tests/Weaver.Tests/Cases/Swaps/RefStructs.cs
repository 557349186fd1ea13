using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

// By-ref-like types and references: generics that allow ref structs, scoped, ref fields, inline arrays, handlers of interpolated strings, params spans.
public interface INamed
{
    string Name(int n);
    int Count { get; set; }
}

public ref struct Cursor(Span<int> items) : INamed, IDisposable
{
    private readonly Span<int> items = items;
    private ref int first = ref items[0];
    private int at;
    public int Count { readonly get => items.Length; set => at = value; }
#if V2
    public string Name(int n) { first += n; at++; return "two" + items[at % items.Length] + first + Extra(n); }
    private readonly string Extra(scoped in int n) => "extra" + n + items.Length;
    public void Dispose() { first = -2; items[^1] = 22; }
    public readonly ref int this[int i] => ref items[items.Length - 1 - i];
#else
    public string Name(int n) { first += n; at++; return "one" + items[at % items.Length] + first; }
    public void Dispose() { first = -1; items[^1] = 11; }
    public readonly ref int this[int i] => ref items[i];
#endif
    public readonly Enumerator GetEnumerator() { return new Enumerator(items); }
    public ref struct Enumerator(Span<int> items)
    {
        private readonly Span<int> items = items;
        private int at = -1;
        public readonly ref int Current => ref items[at];
#if V2
        public bool MoveNext() { at += 2; return at < items.Length; }
#else
        public bool MoveNext() { at++; return at < items.Length; }
#endif
    }
}

public struct Plain : INamed
{
    private int count;
    public int Count { readonly get => count; set => count = value; }
#if V2
    public string Name(int n) { count += n; return "plain two" + count; }
#else
    public string Name(int n) { count += n; return "plain one" + count; }
#endif
}

[InlineArray(4)]
public struct Four<T> { private T first; }

[InterpolatedStringHandler]
public ref struct Upper(int literal, int formatted, Log log, out bool isOn)
{
    private readonly StringBuilder text = new(literal + formatted);
    private readonly bool isOn = isOn = log.IsOn;
#if V2
    public readonly bool AppendLiteral(string s) { text.Append(s.ToUpperInvariant()).Append('+'); return text.Length < 60; }
    public readonly bool AppendFormatted<T>(T item, int alignment = 0, string? format = null) => text.Append('<').Append(item).Append(alignment).Append(format).Append('>').Length > 0;
#else
    public readonly bool AppendLiteral(string s) { text.Append(s.ToUpperInvariant()); return text.Length < 60; }
    public readonly bool AppendFormatted<T>(T item, int alignment = 0, string? format = null) { return text.Append('[').Append(item).Append(alignment).Append(format).Append(']').Length > 0; }
#endif
    public readonly string Text() { return isOn ? text.ToString() : "off"; }
}

public class Log
{
    public bool IsOn { get; set; } = true;
    public string Write([InterpolatedStringHandlerArgument("")] ref Upper handler)
    {
#if V2
        return "two:" + handler.Text();
#else
        return "one:" + handler.Text();
#endif
    }
}

public static class RefStructs
{
    public static void Run(TextWriter output)
    {
        int[] items = [1, 2, 3, 4, 5];
        using (var cursor = new Cursor(items))
        {
            output.Write(Use(cursor, 2) + UseRef(ref Unsafe.AsRef(in cursor), 3));
            foreach (ref var item in cursor) { output.Write(item); item++; }
            cursor[1] = 40;
        }

        var plain = new Plain();
        output.WriteLine(string.Join(",", items) + Use(plain, 4) + UseRef(ref plain, 5) + plain.Count);
        output.WriteLine(Sum(1, 2, 3) + Sum() + Texts("a", "b") + Inline() + First(in items[2], ref items[3]) + Scoped());
        var log = new Log();
        output.Write(log.Write($"text {1,3:x} and {"two"} {items.Length}"));
        log.IsOn = false;
        output.WriteLine(log.Write($"text {1}") + Largest([3, 9, 4]) + Longest(items) + Fields());
    }

    private static string Use<T>(T item, int n) where T : INamed, allows ref struct
    {
#if V2
        item.Count = n;
        return item.Name(n) + item.Count + "v2";
#else
        return item.Name(n) + item.Count;
#endif
    }

    private static string UseRef<T>(scoped ref T item, int n) where T : INamed, allows ref struct
    {
#if V2
        return item.Name(n) + item.Name(n + 1);
#else
        return item.Name(n);
#endif
    }

    private static int Sum(params ReadOnlySpan<int> items) { var sum = 0; foreach (var item in items) sum += item; return sum * Factor; }

    private static string Texts(params IEnumerable<string> items) { return string.Join(Factor + ".", items); }

#if V2
    private const int Factor = 10;
    private static string Added(params Span<string> items) => items.Length + items[^1];
    private static ref readonly T Pick<T>(ref readonly T a, ref readonly T b, bool first) => ref first ? ref a : ref b;
#else
    private const int Factor = 1;
#endif

    private static string Inline()
    {
        var four = new Four<string>();
        four[0] = "0";
        four[3] = "3";
        Span<string> all = four;
        all[1] = "one";
#if V2
        four[^2] = "added";
        ReadOnlySpan<string> part = four[1..3];
        return string.Join("/", all.ToArray()) + part[0] + Added("x", "y", "z") + Numbers<long>(7);
#else
        return string.Join("/", all.ToArray());
#endif
    }

#if V2
    private static string Numbers<T>(T item) { var many = new Four<T>(); foreach (ref var one in many) one = item; return many[2] + "" + ((ReadOnlySpan<T>)many).Length; }
#endif

    private static string First(ref readonly int a, ref int b)
    {
#if V2
        b = a * 2;
        ref readonly var picked = ref Pick(in a, ref b, false);
        return picked + ":" + b;
#else
        b = a;
        return a + ":" + b;
#endif
    }

    private static string Scoped()
    {
        Span<char> text = stackalloc char[8];
        var length = Fill(text, 'a');
        ReadOnlySpan<char> made = text[..length];
        return made is ['a', .., var last] ? "list" + last : "none";
    }

    private static int Fill(scoped Span<char> text, char with)
    {
#if V2
        text[..5].Fill(with);
        text[4] = 'z';
        return 5;
#else
        text[..3].Fill(with);
        return 3;
#endif
    }

    private static int Largest(ReadOnlySpan<int> items)
    {
        ref readonly var best = ref items[0];
        foreach (ref readonly var item in items)
        {
            if (item > best)
                best = ref item;
        }

        return best + Factor;
    }

    private static unsafe int Longest(int[] items)
    {
        fixed (int* at = items)
        {
            var sum = 0;
            for (var p = at; p < at + items.Length; p++) sum += *p;
            delegate*<int, int> twice = &Twice;
            return twice(sum) + sizeof(Explicit) + Buffer();
        }
    }

    private static int Twice(int n) => n * 2;

    private static unsafe int Buffer() { var explicitly = new Explicit { Whole = 0x01020304 }; explicitly.Bytes[1] = (byte)(9 * Factor); return explicitly.Second + explicitly.Bytes[0]; }

    private static string Fields()
    {
        var n = Factor;
        var held = new Held(ref n);
        held.Value += 5;
        return n + "" + held.IsNull + default(Held).IsNull;
    }

    private readonly ref struct Held(ref int value) { private readonly ref int value = ref value; public ref int Value => ref value; public bool IsNull => Unsafe.IsNullRef(ref value); }

    [StructLayout(LayoutKind.Explicit, Pack = 1)]
    private unsafe struct Explicit
    {
        [FieldOffset(0)] public int Whole;
        [FieldOffset(1)] public byte Second;
        [FieldOffset(0)] public fixed byte Bytes[6];
    }
}

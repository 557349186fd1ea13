using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Constant data of every element size, after data of odd lengths.
public static unsafe class ConstantData
{
#if V2
    private const byte N = 2;
#else
    private const byte N = 1;
#endif

    public static void Run(TextWriter output)
    {
        output.WriteLine(Bytes() + Shorts() + Ints() + Longs() + Floats());
        output.WriteLine(Locals() + Arrays() + new Holder<long>().Show() + Text());
        foreach (var value in Iterated()) output.Write(value);
        output.WriteLine(Added());
    }

    private static string Bytes()
    {
        ReadOnlySpan<byte> one = [N], three = [1, 2, N], five = [1, 2, 3, 4, N], seven = [1, 2, 3, 4, 5, 6, N];
        ReadOnlySpan<sbyte> signed = [-1, -2, -(sbyte)N];
        ReadOnlySpan<bool> flags = [true, false, N == 2];
        return $"{one[0]}{three[2]}{five[4]}{seven[6]}{signed[2]}{flags[2]}";
    }

    private static string Shorts()
    {
        ReadOnlySpan<short> shorts = [1, 2, N];
        ReadOnlySpan<ushort> unsigned = [ushort.MaxValue, N];
        ReadOnlySpan<char> chars = ['x', 'y', (char)('a' + N)];
        return $"{shorts[2]}{unsigned[1]}{chars[2]}{Aligned(ref MemoryMarshal.GetReference(shorts))}{Aligned(ref MemoryMarshal.GetReference(chars))}";
    }

    private static string Ints()
    {
        ReadOnlySpan<int> ints = [7, 8, N], one = [N + 40];
        ReadOnlySpan<uint> unsigned = [uint.MaxValue, N, 9, 9, 9];
        return $"{ints[2]}{one[0]}{unsigned[1]}{Aligned(ref MemoryMarshal.GetReference(ints))}{Aligned(ref MemoryMarshal.GetReference(one))}";
    }

    private static string Longs()
    {
        ReadOnlySpan<byte> odd = [9, 9, 9, 9, 9, 9, 9, 9, N];
        ReadOnlySpan<long> longs = [1, 2, N], one = [N + 70L];
        ReadOnlySpan<ulong> unsigned = [ulong.MaxValue, N];
        ReadOnlySpan<Day> days = [Day.First, (Day)N];
        return $"{odd[8]}{longs[2]}{one[0]}{unsigned[1]}{days[1]}{Aligned(ref MemoryMarshal.GetReference(longs))}{Aligned(ref MemoryMarshal.GetReference(days))}";
    }

    private static string Floats()
    {
        ReadOnlySpan<double> doubles = [1.5, 2.5, N];
        ReadOnlySpan<float> floats = [1.5f, N];
        return string.Create(CultureInfo.InvariantCulture, $"{doubles[2]}{floats[1]}{Aligned(ref MemoryMarshal.GetReference(doubles))}");
    }

    private static string Locals()
    {
        Span<int> ints = stackalloc int[] { 5, 6, N };
        var bytes = stackalloc byte[] { 1, 2, 3, 4, 5, N };
        Span<Guid> guids = stackalloc Guid[1];
        ReadOnlySpan<long> longs = stackalloc long[] { 1, N, 3 };
        return $"{ints[2]}{bytes[5]}{guids[0] == default}{longs[1]}";
    }

    private static string Arrays()
    {
        int[] ints = [1, 2, 3, 4, N];
        double[,] table = { { 1, 2 }, { 3, N } };
        decimal[] decimals = [1.5m, N];
        return string.Join(",", ints) + string.Join(",", table.Cast<double>()) + decimals[1].ToString(CultureInfo.InvariantCulture);
    }

    private static string Text()
    {
#if V2
        ReadOnlySpan<byte> text = "two and more"u8;
#else
        ReadOnlySpan<byte> text = "one"u8;
#endif
        return text.Length + ":" + text[^1];
    }

    private static System.Collections.Generic.IEnumerable<string> Iterated()
    {
        yield return Sum([N, 3, 1, 2, 3, 4, 5]);
        static string Sum(ReadOnlySpan<short> values) { var sum = 0; foreach (var value in values) sum += value; return sum.ToString(CultureInfo.InvariantCulture); }
    }

    private static string Added()
    {
#if V2
        return Fresh.Make();
#else
        return "";
#endif
    }

    private static bool Aligned<T>(ref T first) where T : unmanaged => (nuint)Unsafe.AsPointer(ref first) % (nuint)sizeof(T) == 0;

    private enum Day : long { First = 1, Second }

    private sealed class Holder<T>
    {
        private static ReadOnlySpan<int> Table => [3, 1, 4, 1, 5, N];
        public string Show() { return typeof(T).Name + Table[5] + Table.Length; }
    }

#if V2
    private static class Fresh
    {
        private static ReadOnlySpan<ulong> Table => [1, 2, 3, 5];
        public static string Make() { ReadOnlySpan<byte> odd = [4, 4, 4]; return odd.Length + ":" + Table[3]; }
    }
#endif
}

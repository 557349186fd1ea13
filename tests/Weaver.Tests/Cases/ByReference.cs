using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

public static unsafe class ByReference
{
    public static void Run(TextWriter output)
    {
        var matrix = new Matrix(2);
        matrix[1, 1] = 4;
        matrix.At(0, 1) = 7;
        output.WriteLine(matrix.Sum());
        ref readonly var peek = ref matrix.Peek(0, 1);
        matrix.At(0, 1)++;
        output.WriteLine(peek);

        var a = 1;
        var b = 2;
        Swap(ref a, ref b);
        output.WriteLine($"{a}{b}");
        output.WriteLine(TryHalf(10, out var half) + half.ToString() + TryHalf(3, out _));
        output.WriteLine(In(in a, 5) + In(7));
        output.WriteLine(ReadOnly(ref b));

        Spans(output);
        output.WriteLine(Count("a,b,c".AsSpan(), ','));
        foreach (var part in new Splitter("x y zz", ' '))
            output.Write(part.ToString() + ";");
        output.WriteLine();

        Pointers(output);
        output.WriteLine(Call(&Double, 21));
        output.WriteLine(Unmanaged(&Native, 20));
        output.WriteLine(Sum(1, 2, 3) + Sum() + SumSpan(4, 5));
        output.WriteLine(Fixed([1, 2, 3]));
        output.WriteLine(Skip());
        var refs = new Holder(ref a);
        refs.Set(99);
        output.WriteLine(a + refs.Get());
        output.WriteLine(Nullable(null) + Nullable(4));
        output.WriteLine(Optional() + Optional(b: "z"));
        var volatileBox = new VolatileBox();
        volatileBox.Write(3);
        output.WriteLine(volatileBox.Read());
        output.WriteLine(Tuple((1, "x")).Item2);
        output.WriteLine(Init().Value);
        output.WriteLine(Array2(new int[2, 2] { { 1, 2 }, { 3, 4 } }) + Array3(new int[1][] { new[] { 5 } }));
        try
        {
            _ = matrix[5, 5];
        }
        catch (IndexOutOfRangeException e)
        {
            output.WriteLine(e.StackTrace);
        }
    }

    public static void Spans(TextWriter output)
    {
        Span<int> span = stackalloc int[] { 5, 3, 9, 1 };
        Sort(span);
        output.WriteLine(string.Join(",", span.ToArray()));
        output.WriteLine(Longest(span).Length);
        output.WriteLine(MemoryMarshal.Cast<int, byte>(span).Length);
    }

    public static void Pointers(TextWriter output)
    {
        int* numbers = stackalloc int[3];
        Fill(numbers, 3);
        output.WriteLine(numbers[0] + numbers[1] + numbers[2]);
        output.WriteLine(*First(numbers));
        output.WriteLine(Void((void*)numbers) + Pointers(&numbers));
    }

    public static void Swap<T>(ref T left, ref T right) => (left, right) = (right, left);

    public static bool TryHalf(int number, out int half)
    {
        half = number / 2;
        return number % 2 == 0;
    }

    public static int In(in int number, int more = 3) => number * 100 + more + (number > 5 ? 1 : 0);

    public static int ReadOnly(ref readonly int number) => number * 3 + (number > 5 ? 1 : 0);

    public static void Sort(Span<int> items)
    {
        if (items.Length < 2)
            return;
        for (var i = 1; i < items.Length; i++)
        {
            for (var j = i; j > 0 && items[j] < items[j - 1]; j--)
                (items[j], items[j - 1]) = (items[j - 1], items[j]);
        }

        Sort(items[1..]);
    }

    public static ReadOnlySpan<int> Longest(ReadOnlySpan<int> items) => items.Length > 2 ? items[1..] : items;

    public static int Count(ReadOnlySpan<char> text, char separator)
    {
        var n = 1;
        foreach (var c in text)
            n += c == separator ? 1 : 0;
        return n;
    }

    public static void Fill(int* target, int count)
    {
        for (var i = 0; i < count; i++)
            target[i] = i * 10;
    }

    public static int* First(int* numbers)
    {
        while (*numbers == 0)
            numbers++;
        return numbers;
    }

    public static int Call(delegate*<int, int> function, int argument) => function(argument) + function(0) + (argument > 100 ? 1 : 0);

    public static int Unmanaged(delegate* unmanaged<int, int> function, int argument) => function(argument) + (argument > 100 ? 1 : 0);

    public static int Double(int n)
    {
        if (n < 0)
            throw new ArgumentException(nameof(n));
        return n * 2;
    }

    [UnmanagedCallersOnly]
    public static int Native(int n)
    {
        if (n < 0)
            return 0;
        return n + 1;
    }

    public static int Sum(params int[] numbers)
    {
        var sum = 0;
        foreach (var n in numbers)
            sum += n;
        return sum;
    }

    public static int SumSpan(params ReadOnlySpan<int> numbers)
    {
        var sum = 0;
        foreach (var n in numbers)
            sum += n;
        return sum;
    }

    public static int Fixed(int[] numbers)
    {
        fixed (int* p = numbers)
        {
            return p[0] + p[numbers.Length - 1];
        }
    }

    [SkipLocalsInit]
    public static int Skip()
    {
        Span<byte> buffer = stackalloc byte[256];
        buffer.Clear();
        buffer[3] = 7;
        return buffer[3] + buffer[200];
    }

    public static string Void(void* pointer) => pointer == null ? "null" : "some" + sizeof(void*);

    public static string Pointers(int** pointers) => pointers == null ? "null" : (**pointers).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string Nullable(int? number) => number.HasValue ? number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none";

    public static string Optional(int a = 5, string? b = null, DayOfWeek day = DayOfWeek.Friday, decimal d = 1.5m) => $"{a}{b}{day}{d}";

    public static (int, string Name) Tuple((int Number, string Text) tuple) => (tuple.Number + 1, tuple.Text + tuple.Number);

    public static int Array2(int[,] grid)
    {
        var sum = 0;
        foreach (var n in grid)
            sum += n;
        return sum + grid[1, 1];
    }

    public static int Array3(int[][] jagged) => jagged.Length > 0 ? jagged[0][0] + jagged.Length : 0;

    public static InitOnly Init() => new() { Value = 5, Other = "x" };
}

public class InitOnly
{
    private int _value;

    public required int Value
    {
        get => _value;
        init => _value = value < 0 ? throw new ArgumentException(nameof(value)) : value * 2;
    }

    public string? Other { get; init; }
}

public class VolatileBox
{
    private volatile int _value;

    public void Write(int value)
    {
        if (value < 0)
            throw new ArgumentException(nameof(value));
        _value = value;
    }

    public int Read() => _value > 100 ? 100 : _value;
}

public class Matrix(int size)
{
    private readonly int[] _cells = new int[size * size];

    public int this[int row, int column]
    {
        get => _cells[(row * size) + column];
        set => At(row, column) = value;
    }

    public ref int At(int row, int column) => ref _cells[(row * size) + column];

    public ref readonly int Peek(int row, int column) => ref At(row, column);

    public int Sum() => ByReference.Sum(_cells);
}

public ref struct Holder
{
    private ref int _target;

    public Holder(ref int target)
    {
        _target = ref target;
        if (target < -1)
            throw new ArgumentException(nameof(target));
    }

    public void Set(int value)
    {
        if (value < 0)
            throw new ArgumentException(nameof(value));
        _target = value;
    }

    public readonly int Get() => _target + (_target > 1000 ? 1 : 0);

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref int Direct()
    {
        if (_target == -5)
            throw new InvalidOperationException();
        return ref _target;
    }
}

public ref struct Splitter(ReadOnlySpan<char> text, char separator)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Splitter GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var index = _rest.IndexOf(separator);
        Current = index < 0 ? _rest : _rest[..index];
        _rest = index < 0 ? default : _rest[(index + 1)..];
        return true;
    }
}

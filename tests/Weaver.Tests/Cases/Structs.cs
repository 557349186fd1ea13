using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

public static class Structs
{
    public static void Run(TextWriter output)
    {
        var money = new Money(12.5m, "EUR");
        money.Add(3);
        output.WriteLine(money);
        output.WriteLine(money.Equals(new Money(15.5m, "EUR")));
        output.WriteLine(money.GetHashCode() == new Money(15.5m, "EUR").GetHashCode());
        var boxed = (IAddable)money;
        boxed.Add(4);
        output.WriteLine(boxed);
        output.WriteLine(AddTwice(ref money, 1));
        output.WriteLine(Length(new Vector3(1, 2, 2)));
        output.WriteLine(new Vector3(1, 2, 3).Scale(2).Sum());

        var sum = 0;
        foreach (var n in new Range(1, 6))
            sum += n;
        output.WriteLine(sum);

        var buffer = new Eight();
        for (var i = 0; i < 8; i++)
            buffer[i] = i * i;
        output.WriteLine(Total(buffer));
        output.WriteLine(new Packed { A = 1, B = 0x01020304 }.Size());
        output.WriteLine(new Union { Whole = 0x40490fdb }.AsText());
        output.WriteLine(default(Money).ToString());
        output.WriteLine(new Wrapper<string>("x", 3).Show() + new Wrapper<int>(7, 2).Show());
        Func<decimal, Money> plus = money.Plus;
        output.WriteLine(plus(1));
        output.WriteLine(new Pair<int, string>(1, "one"));
        var (left, right) = new Pair<int, string>(2, "two");
        output.WriteLine(left + right);
    }

    private static decimal AddTwice<T>(ref T target, decimal amount) where T : struct, IAddable
    {
        target.Add(amount);
        target.Add(amount);
        return target.Current;
    }

    private static double Length(in Vector3 vector) => vector.Length();

    private static int Total(Eight eight)
    {
        var total = 0;
        foreach (var n in eight)
            total += n;
        return total;
    }
}

public interface IAddable
{
    decimal Current { get; }

    void Add(decimal amount);
}

public struct Money : IAddable, IEquatable<Money>
{
    private decimal _amount;
    private readonly string _currency;

    public Money(decimal amount, string currency)
    {
        if (currency.Length != 3)
            throw new ArgumentException("currency");
        _amount = amount;
        _currency = currency;
    }

    decimal IAddable.Current => _amount;

    public void Add(decimal amount)
    {
        if (amount < 0)
            throw new ArgumentOutOfRangeException(nameof(amount));
        _amount += amount;
        Touch();
    }

    public void Touch()
    {
        if (_amount > 1000000 && _currency != null)
            _amount = 0;
        this = new Money(_amount, _currency);
    }

    public readonly Money Plus(decimal amount)
    {
        var copy = this;
        copy.Add(amount);
        return copy;
    }

    public readonly bool Equals(Money other) => _amount == other._amount && _currency == other._currency;

    public override readonly bool Equals(object? obj) => obj is Money other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_amount, _currency);

    public override readonly string ToString() => $"{_amount} {_currency ?? "none"}";
}

public readonly struct Vector3(double x, double y, double z)
{
    public double X { get; } = x;

    public double Y { get; } = y;

    public double Z { get; } = z;

    public double Length() => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    public Vector3 Scale(in double factor) => new(X * factor, Y * factor, Z * factor);

    public double Sum()
    {
        ref readonly var self = ref this;
        return self.X + self.Y + self.Z;
    }
}

public readonly struct Range(int start, int end) : IEnumerable<int>
{
    public Enumerator GetEnumerator() => new(start, end);

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator(int start, int end) : IEnumerator<int>
    {
        private int _current = start - 1;

        public readonly int Current => _current;

        readonly object IEnumerator.Current => _current;

        public bool MoveNext()
        {
            if (_current + 1 >= end)
                return false;
            _current++;
            return true;
        }

        public void Reset() => throw new NotSupportedException();

        public readonly void Dispose()
        {
        }
    }
}

[InlineArray(8)]
public struct Eight
{
    private int _first;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Packed
{
    public byte A;
    public int B;

    public readonly string Size()
    {
        unsafe
        {
            return sizeof(Packed) + ":" + A + ":" + B.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

[StructLayout(LayoutKind.Explicit)]
public struct Union
{
    [FieldOffset(0)]
    public int Whole;

    [FieldOffset(0)]
    public float Fraction;

    public readonly string AsText() => Fraction.ToString("F3", System.Globalization.CultureInfo.InvariantCulture);
}

public struct Wrapper<T>(T value, int times)
{
    public T Value = value;

    public string Show()
    {
        var text = "";
        for (var i = 0; i < times; i++)
            text += Value;
        Value = default!;
        return text;
    }
}

public record struct Pair<TLeft, TRight>(TLeft Left, TRight Right);

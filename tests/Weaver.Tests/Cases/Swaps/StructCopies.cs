using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Structs whose stubs hand over copies: what methods write is where they were called, whoever called them and however they end.
public struct Steps : IEnumerator<int>
{
    private readonly int[] _items;
    private int _index;
    private int _last;

    public Steps(int[] items)
    {
        _items = items;
        _index = -1;
        _last = 0;
    }

    public readonly int Current => _items[_index] + _last * 0;

    readonly object IEnumerator.Current => Current;

#if V2
    public bool MoveNext()
    {
        _index += 2;
        _last = 2;
        return _index < _items.Length;
    }

    public void Reset() { _index = -2 * _last / 2; _last = 7; }
#else
    public bool MoveNext()
    {
        _index += 1;
        _last = 1;
        return _index < _items.Length;
    }

    public void Reset() { _index = -1 * _last / 1; _last = 5; }
#endif

    public readonly void Dispose() { }

    public override readonly string ToString() => _index + ":" + _last;
}

public struct Tally
{
    public int Count;
    public int Other;

    // What was written before a throw is there after it.
#if V2
    public int Take(int[] from) { Count += 10; return from[Count] + from.Length; }
    public void Break(string text) { Count = text.Length + 100; if (Count > 103) throw new InvalidOperationException("two " + Count); Other = Count + 1; }
    public readonly string Say(int n) => "two " + (Count * n) + "/" + Other;
    public void All() { this = new Tally { Count = Count + 200, Other = 2 }; }
#else
    public int Take(int[] from) { Count += 1; return from[Count] - from.Length; }
    public void Break(string text) { Count = text.Length + 50; if (Count > 53) throw new InvalidOperationException("one " + Count); Other = Count + 2; }
    public readonly string Say(int n) => "one " + (Count + n) + "/" + Other;
    public void All() { this = new Tally { Count = Count + 100, Other = 1 }; }
#endif
}

public readonly struct Price : IEquatable<Price>, IComparable<Price>
{
    public readonly decimal Amount;
    public readonly string Unit;

    public Price(decimal amount, string unit) => (Amount, Unit) = (amount, unit);

#if V2
    public Price Plus(in Price other) => new(Amount + other.Amount + 1000, Unit + "+" + other.Unit);
    public bool Equals(Price other) => Amount == other.Amount && Unit.Length == other.Unit.Length;
    public int CompareTo(Price other) => other.Amount.CompareTo(Amount) * 3 + Unit.Length;
    public override string ToString() => $"{Amount:0.00} two {Unit}";
    public override int GetHashCode() => Unit.Length * 31 + 2;
#else
    public Price Plus(in Price other) => new(Amount + other.Amount, Unit + "-" + other.Unit);
    public bool Equals(Price other) => Amount == other.Amount && Unit == other.Unit;
    public int CompareTo(Price other) => Amount.CompareTo(other.Amount) * 5 + Unit.Length;
    public override string ToString() => $"{Amount:0.00} one {Unit}";
    public override int GetHashCode() => Unit.Length * 17 + 1;
#endif

    public override bool Equals(object? other) => other is Price price && Equals(price);
}

public struct Ring<T>
{
    private readonly T[] _items;
    private int _head;
    private T _last;

    public Ring(int size) { _items = new T[size]; _head = 0; _last = default!; }

#if V2
    public T Put(T item) { _items[_head % _items.Length] = item; _head += 2; var before = _last; _last = item; return before; }
    public readonly (T, int) Peek(int back) => (_items[(_head + back) % _items.Length], _head + 200);
#else
    public T Put(T item) { _items[_head % _items.Length] = item; _head += 1; var before = _last; _last = item; return before; }
    public readonly (T, int) Peek(int back) => (_items[(_head + back) % _items.Length], _head + 100);
#endif

    public readonly T Last<U>(U unless, Func<U, T> make) => unless is null ? make(unless) : _last;
}

public ref struct Window
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    public Window(ReadOnlySpan<char> text) { _text = text; _at = 0; }

#if V2
    public char Next() { var c = _text[_at]; _at += 2; return char.ToUpperInvariant(c); }
    public readonly string Rest() => _text.Slice(_at).ToString() + "two" + _text.Length;
#else
    public char Next() { var c = _text[_at]; _at += 1; return char.ToLowerInvariant(c); }
    public readonly string Rest() => _text.Slice(_at).ToString() + "one" + _text.Length;
#endif
}

[StructLayout(LayoutKind.Explicit)]
public struct Bits
{
    [FieldOffset(0)] public int Whole;
    [FieldOffset(0)] public float Real;
    [FieldOffset(4)] public byte Flag;

#if V2
    public void Turn(float by) { Real *= by + 2; Flag = 2; }
    public readonly string Show(int n) => (Whole ^ n).ToString("x") + Flag + "two";
#else
    public void Turn(float by) { Real *= by + 1; Flag = 1; }
    public readonly string Show(int n) => (Whole ^ n).ToString("x") + Flag + "one";
#endif
}

public interface IShown
{
    string Show(int n);

    string ShowTwice(int n) => Show(n) + Show(n + 1);
}

public struct Shown : IShown
{
    public int Seen;

#if V2
    public string Show(int n) { Seen += n * 2; return "two" + Seen; }
#else
    public string Show(int n) { Seen += n; return "one" + Seen; }
#endif
}

// What a constructor makes is the struct, however it was called and whatever was there before.
public struct Made<T>
{
    public readonly T Item;
    public int Number;
    public string Text;

#if V2
    public Made(T item, int number) { Item = item; Number = number * 2; Text = "two" + number; if (number > 90) throw new ArgumentOutOfRangeException("two " + Number); }
    public Made(T item) : this(item, 7) { Number += 70; Text += Item; }
#else
    public Made(T item, int number) { Item = item; Number = number * 1; Text = "one" + number; if (number > 90) throw new ArgumentOutOfRangeException("one " + Number); }
    public Made(T item) : this(item, 5) { Number += 50; Text += Item; }
#endif

    public override readonly string ToString() => $"{Item} {Number} {Text}";
}

public sealed class Holder
{
    public Tally Tally;
    public Steps Steps = new([1, 2, 3]);
    public static Tally Static;
    public Tally[] Many = new Tally[3];
}

public static class StructCopies
{
    public static void Run(TextWriter output)
    {
        var sum = 0;
        var steps = new Steps([1, 2, 3, 4, 5, 6]);
        while (steps.MoveNext())
            sum += steps.Current;
        output.WriteLine(sum + " " + steps);
        IEnumerator<int> boxed = new Steps([10, 20, 30]);
        while (boxed.MoveNext())
            sum += boxed.Current;
        boxed.Reset();
        output.WriteLine(sum + " " + boxed);
        output.WriteLine(Walk(new Steps([7, 8, 9])));

        var tally = default(Tally);
        output.WriteLine(tally.Take(new int[20]) + " " + tally.Say(3));
        Broken(output, ref tally);
        var holder = new Holder();
        Broken(output, ref holder.Tally);
        Broken(output, ref holder.Many[1]);
        holder.Many[2].All();
        holder.Tally.All();
        Holder.Static = default;
        Holder.Static.All();
        output.WriteLine(holder.Tally.Say(1) + holder.Many[1].Say(2) + holder.Many[2].Say(3) + Holder.Static.Say(4));
        holder.Steps.MoveNext();
        output.WriteLine(holder.Steps);
        Func<int, string> say = holder.Tally.Say;
        output.WriteLine(say(2));

        var price = new Price(2.5m, "EUR").Plus(new Price(1, "USD"));
        output.WriteLine(price + " " + price.Equals(new Price(price.Amount, "xxxxxxx")) + price.Equals((object)price) + price.CompareTo(default(Price).Plus(price)) + price.GetHashCode());
        output.WriteLine(new HashSet<Price> { price, price, new(1, "a") }.Count + string.Join(",", new[] { new Price(3, "c"), new Price(1, "a") }.OrderBy(static p => p.Amount)));

        var words = new Ring<string>(3);
        output.WriteLine(words.Put("a") + words.Put("b") + words.Put("c") + words.Peek(1) + words.Last(1, static n => "none"));
        var numbers = new Ring<long>(2);
        output.WriteLine(numbers.Put(1) + numbers.Put(2) + numbers.Peek(0).Item1 + numbers.Last<string?>(null, static n => 77));

        var window = new Window("Hello".AsSpan());
        output.WriteLine(window.Next().ToString() + window.Next() + window.Rest());
        var bits = new Bits { Real = 1.5f };
        bits.Turn(2);
        output.WriteLine(bits.Show(1) + bits.Real.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var made = new Made<string>("a", 3);
        output.WriteLine(made + " " + new Made<string>("b") + " " + new Made<long>(4));
        made = new Made<string>(made.Text, made.Number);
        var array = new Made<string>[2];
        array[1] = new Made<string>("c", array.Length);
        output.WriteLine(made + " " + array[0] + array[1]);
        try
        {
            made = new Made<string>("d", 91);
        }
        catch (ArgumentOutOfRangeException e)
        {
            output.WriteLine(e.ParamName + " " + made);
        }

        object? boxedMade = Activator.CreateInstance(typeof(Made<int>), 5, 6);
        output.WriteLine(boxedMade);

        var shown = new Shown();
        output.WriteLine(shown.Show(2) + ((IShown)shown).ShowTwice(3) + Twice(ref shown) + shown.Seen);
    }

    private static string Walk<T>(T steps) where T : struct, IEnumerator<int>
    {
        var text = "";
        for (; steps.MoveNext(); )
            text += steps.Current;
        return text + steps;
    }

    private static string Twice<T>(ref T shown) where T : struct, IShown => shown.Show(1) + shown.Show(2);

    private static void Broken(TextWriter output, ref Tally tally)
    {
        try
        {
            tally.Break("x");
            tally.Break("longer");
        }
        catch (InvalidOperationException e) when (e.Message.Length > 2)
        {
            output.WriteLine(e.Message + " " + tally.Count + " " + tally.Other + " " + (e.StackTrace!.Contains("Break", StringComparison.Ordinal) ? "" : e.StackTrace));
        }

        try
        {
            tally.Take([]);
        }
        catch (IndexOutOfRangeException)
        {
            output.WriteLine(tally.Say(1));
        }
        finally
        {
            tally.Other++;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public static class Interfaces
{
    public static void Run(TextWriter output)
    {
        IGreeter plain = new Plain();
        IGreeter loud = new Loud();
        output.WriteLine(plain.Greet("a") + loud.Greet("b") + plain.Name);
        output.WriteLine(IGreeter.Count(3) + IGreeter.Shared);
        output.WriteLine(Create<Meters>(3) + Create<Feet>(3));
        output.WriteLine(Parse<Feet>("12").Value);
        output.WriteLine(((IEnumerable<int>)new Listing()).Count());
        output.WriteLine(new Listing().Count);
        output.WriteLine(((IExplicit)new Listing()).Both(2) + ((IOther)new Listing()).Both(3));
        ((IExplicit)new Listing()).Changed += (_, _) => output.WriteLine("changed");
        output.WriteLine(((ILeft)new Diamond()).Who() + ((IRight)new Diamond()).Who());
        output.WriteLine(((IGreeter)new ValueGreeter(4)).Greet("v"));
        output.WriteLine(Add(new Meters(2), new Meters(3)).Value);
        output.WriteLine(Generic<string>.Instance.Describe("x"));
        output.WriteLine(((IGenericDefault<int>)new Generic<int>()).Twice(4));
        try
        {
            plain.Greet(null!);
        }
        catch (ArgumentNullException e)
        {
            output.WriteLine(e.StackTrace);
        }
    }

    private static string Create<T>(double value) where T : IUnit<T> => T.Create(value).Text() + T.Symbol + T.Default();

    private static T Parse<T>(string text) where T : IUnit<T> => T.Create(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    private static T Add<T>(T left, T right) where T : IUnit<T> => left + right;
}

public interface IGreeter
{
    static string Shared { get; } = "shared";

    string Name => "greeter " + Helper(1);

    string Greet(string who)
    {
        ArgumentNullException.ThrowIfNull(who);
        return Prefix() + who + Helper(2);
    }

    static int Count(int n) => n == 0 ? 0 : 1 + Count(n - 1);

    protected string Prefix() => "Hello, ";

    private string Helper(int n) => "!" + n + GetType().Name;
}

public class Plain : IGreeter;

public class Loud : IGreeter
{
    string IGreeter.Greet(string who) => who.ToUpperInvariant() + ((IGreeter)this).Name;

    string IGreeter.Prefix() => "HEY ";
}

public struct ValueGreeter(int n) : IGreeter
{
    public readonly string Name => "value " + n;
}

public interface IUnit<TSelf> where TSelf : IUnit<TSelf>
{
    static abstract string Symbol { get; }

    double Value { get; }

    static abstract TSelf Create(double value);

    static virtual string Default() => "default of " + typeof(TSelf).Name + TSelf.Symbol;

    static abstract TSelf operator +(TSelf left, TSelf right);

    string Text() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture) + TSelf.Symbol;
}

public record Meters(double Value) : IUnit<Meters>
{
    public static string Symbol => "m";

    public static Meters Create(double value)
    {
        if (value < 0)
            throw new ArgumentException(nameof(value));
        return new Meters(value);
    }

    public static Meters operator +(Meters left, Meters right) => new(left.Value + right.Value);
}

public readonly struct Feet(double value) : IUnit<Feet>
{
    public static string Symbol => "ft";

    public double Value => value * 2;

    public static Feet Create(double value) => new(value / 2);

    public static string Default() => "feet";

    public static Feet operator +(Feet left, Feet right) => new(left.Value + right.Value);
}

public interface IExplicit
{
    event EventHandler? Changed;

    int Both(int n);
}

public interface IOther
{
    int Both(int n);
}

public class Listing : IEnumerable<int>, IExplicit, IOther, ICollection<int>
{
    private EventHandler? _changed;

    event EventHandler? IExplicit.Changed
    {
        add
        {
            _changed += value;
            _changed?.Invoke(this, EventArgs.Empty);
        }
        remove => _changed -= value;
    }

    public int Count => ((ICollection<int>)this).IsReadOnly ? this.Select(static n => n).Count() : 0;

    bool ICollection<int>.IsReadOnly => true;

    int IExplicit.Both(int n) => n * 10;

    int IOther.Both(int n) => n * 100;

    public IEnumerator<int> GetEnumerator()
    {
        yield return 1;
        yield return 2;
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<int>.Add(int item) => throw new NotSupportedException();

    void ICollection<int>.Clear() => throw new NotSupportedException();

    bool ICollection<int>.Contains(int item) => item is 1 or 2;

    void ICollection<int>.CopyTo(int[] array, int arrayIndex) => throw new NotSupportedException();

    bool ICollection<int>.Remove(int item) => false;
}

public interface ITop
{
    string Who() => "top";
}

public interface ILeft : ITop
{
    new string Who() => "left of " + ((ITop)this).Who();
}

public interface IRight : ITop
{
    string ITop.Who() => "right's top";

    new string Who() => "right of " + ((ITop)this).Who();
}

public class Diamond : ILeft, IRight;

public interface IGenericDefault<T>
{
    string Twice(T value) => $"{value}{value}{Name<string>()}";

    string Name<TName>() => typeof(T).Name + typeof(TName).Name;
}

public class Generic<T> : IGenericDefault<T>
{
    public static Generic<T> Instance { get; } = new();

    public string Describe(T value) => ((IGenericDefault<T>)this).Twice(value);
}

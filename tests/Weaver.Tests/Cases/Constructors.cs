using System;
using System.Collections.Generic;
using System.IO;

public static class Constructors
{
    public static void Run(TextWriter output)
    {
        output.WriteLine(new Account("a"));
        output.WriteLine(new Account("b", 5));
        output.WriteLine(new Savings("c", 2));
        output.WriteLine(new Primary(3, "x").Text());
        output.WriteLine(new Person("Ada", 36) with { Age = 37 });
        output.WriteLine(new Person("Ada", 36) == new Person("Ada", 36));
        var (name, age) = new Person("Eve", 5);
        output.WriteLine(name + age);
        output.WriteLine(new Student("Bob", 20, "MIT"));
        output.WriteLine(new Student("Bob", 20, "MIT").Equals(new Person("Bob", 20)));
        output.WriteLine(Singleton.Instance.Id + Singleton.Instance.Id);
        output.WriteLine(new Lazy<Account>(() => new Account("lazy")).Value);
        output.WriteLine(Activator.CreateInstance(typeof(Account), "activated"));
        output.WriteLine(new Guarded(new[] { 1, 2 }).Length);
        output.WriteLine(new Optional().Value + new Optional(4).Value);
        output.WriteLine(new Initialised { A = 1, B = { 2, 3 } }.Sum());
        output.WriteLine(new Generic<int>(4).Value + new Generic<string>("s").Value);
        output.WriteLine(new Calling());
        output.WriteLine(new WithTry("12").Number + new WithTry("x").Number);
        try
        {
            _ = new Account(null!);
        }
        catch (ArgumentNullException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            _ = new Guarded(null!);
        }
        catch (ArgumentNullException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            _ = new BadStatic();
        }
        catch (TypeInitializationException e)
        {
            output.WriteLine(e.InnerException!.Message);
        }
    }
}

public class Account
{
    private static int s_count;
    private readonly int _balance = Start();
    private readonly string _name;

    public Account(string name)
        : this(name, 0)
    {
        s_count++;
    }

    public Account(string name, int extra)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
        _balance += extra;
    }

    public static int Start()
    {
        s_count += 10;
        return 100;
    }

    public override string ToString() => $"{GetType().Name} {_name} {_balance} {s_count}";
}

public class Savings : Account
{
    private readonly List<int> _rates = [1, 2];

    public Savings(string name, int rate)
        : base(name + rate)
    {
        _rates.Add(rate);
    }

    public override string ToString() => base.ToString() + string.Join("/", _rates);
}

public class Primary(int number, string text)
{
    private readonly string _both = text + number;

    public string Text() => _both + number;
}

public record Person(string Name, int Age)
{
    public string Upper { get; } = Name.ToUpperInvariant();
}

public sealed record Student(string Name, int Age, string School) : Person(Name, Age)
{
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", at ").Append(School);
        return true;
    }
}

public sealed class Singleton
{
    private static readonly Singleton s_instance = new();

    private Singleton()
    {
        Id = 7;
    }

    public static Singleton Instance => s_instance;

    public int Id { get; }
}

public class Guarded
{
    public Guarded(int[] items)
    {
        Length = (items ?? throw new ArgumentNullException(nameof(items))).Length;
    }

    public int Length { get; }
}

public class Optional(int value = 3)
{
    public int Value => value;
}

public class Initialised
{
    public int A { get; set; }

    public List<int> B { get; } = [];

    public int Sum()
    {
        var sum = A;
        foreach (var n in B)
            sum += n;
        return sum;
    }
}

public class Generic<T>
{
    public Generic(T value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value));
        Value = value;
    }

    public T Value { get; }
}

public abstract class Template
{
    protected Template() => Made = Make() + "!";

    public string Made { get; }

    public abstract string Make();
}

public class Calling : Template
{
    private readonly string _text = "set";

    public override string Make() => _text ?? "not set";

    public override string ToString() => Made + Make();
}

public class WithTry
{
    public WithTry(string text)
    {
        try
        {
            Number = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Number = -1;
        }
    }

    public int Number { get; }
}

public class BadStatic
{
    private static readonly int s_bad = Fail();

    public int Value => s_bad;

    public BadStatic()
    {
        if (s_bad > 0)
            throw new InvalidOperationException();
    }

    private static int Fail() => throw new InvalidOperationException("static failed");
}

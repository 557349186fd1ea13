using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;

public static class Closures
{
    public static void Run(TextWriter output)
    {
        var desk = new Desk(3);
        output.WriteLine(string.Join(",", desk.Multiples(4)));
        output.WriteLine(string.Join(",", desk.Makers().Select(f => f())));
        output.WriteLine(desk.Nested(2)(3)(4));
        output.WriteLine(desk.Group("a-b-c", int.Parse("1", System.Globalization.CultureInfo.InvariantCulture)));
        output.WriteLine(desk.Compile()(5));
        output.WriteLine(desk.Query());
        output.WriteLine(desk.Local(5));
        output.WriteLine(Desk.Static(x => x + 1)(1));
        desk.Raise(output);
        output.WriteLine(desk.Generic("text", 2)());
        output.WriteLine(desk.Switch("three") + desk.Switch("ten"));
        output.WriteLine(desk.Pattern(new[] { 1, 2, 3 }) + desk.Pattern("text") + desk.Pattern(null));
        output.WriteLine(desk.Dynamic(3));
        output.WriteLine(Desk.Memo(10));
        Action<string> print = output.WriteLine;
        print += s => output.WriteLine(s.Length);
        print("delegate");
        output.WriteLine(desk.Anonymous());
        output.WriteLine(desk.Recursion(5));
        try
        {
            desk.Failing()(0);
        }
        catch (DivideByZeroException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            desk.Tree(() => desk.ToString() + "!");
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.Message);
        }
    }
}

public class Desk(int factor)
{
    public event EventHandler<int>? Rang;

    public IEnumerable<int> Multiples(int count) => Enumerable.Range(0, count).Select(n => n * factor);

    public List<Func<int>> Makers()
    {
        var makers = new List<Func<int>>();
        for (var i = 0; i < 3; i++)
        {
            var copy = i;
            makers.Add(() => copy * factor);
            makers.Add(() => i);
            makers.Add(static () => 42);
        }

        return makers;
    }

    public Func<int, Func<int, int>> Nested(int a) => b => c => (a * 100) + (b * 10) + c + factor;

    public string Group(string text, int index) => string.Join("|", text.Split('-').Where((_, i) => i != index).OrderByDescending(static s => s));

    public Func<int, int> Compile()
    {
        Expression<Func<int, int>> expression = n => Scale(n) + factor;
        return expression.Compile();
    }

    public int Scale(int n)
    {
        if (n < 0)
            throw new ArgumentException(nameof(n));
        return n * 10;
    }

    public string Query() =>
        string.Join(",", from a in Enumerable.Range(1, 3)
                         from b in Enumerable.Range(1, 3)
                         let product = a * b * factor
                         where product > 6
                         group product by product % 2 into parity
                         select $"{parity.Key}:{parity.Sum()}");

    public int Local(int n)
    {
        var seen = 0;
        int Count(int m)
        {
            seen++;
            return m <= 0 ? seen : Count(m - 1);
        }

        static int Pure(int m) => m * 2;
        Func<int, int> asDelegate = Count;
        return Count(n) + Pure(seen) + asDelegate(1);
    }

    public static Func<int, int> Static(Func<int, int> inner) => n => inner(inner(n));

    public void Raise(TextWriter output)
    {
        Rang += OnRang;
        Rang += (_, n) => output.WriteLine("lambda " + n);
        Rang?.Invoke(this, 4);
        Rang -= OnRang;
        Rang?.Invoke(this, 5);

        void OnRang(object? sender, int n) => output.WriteLine("local " + n + (sender == this));
    }

    public Func<string> Generic<T>(T value, int times) where T : notnull
    {
        return () => string.Concat(Enumerable.Repeat(value.ToString(), times)) + typeof(T).Name + factor;
    }

    public int Switch(string text) => text switch
    {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        _ when text.Length > 2 => text.Length * 100,
        _ => -1,
    };

    public string Pattern(object? value) => value switch
    {
        int[] and [1, .. var rest] => "list" + rest.Length,
        string { Length: > 3 and < 10 } s => s.ToUpperInvariant(),
        null => "null",
        _ => "other",
    };

    public string Dynamic(dynamic value)
    {
        dynamic self = this;
        return value + 1 + self.Scale(2).ToString();
    }

    public static int Memo(int n)
    {
        var memo = new Dictionary<int, int>();
        Func<int, int> fib = null!;
        fib = k => memo.TryGetValue(k, out var known) ? known : memo[k] = k < 2 ? k : fib(k - 1) + fib(k - 2);
        return fib(n);
    }

    public string Anonymous()
    {
        var anonymous = new { Name = "n", Value = factor };
        var copy = anonymous with { Value = 9 };
        return anonymous + copy.ToString() + anonymous.Equals(new { Name = "n", Value = factor });
    }

    public int Recursion(int n)
    {
        return Sum(n);

        int Sum(int k) => k == 0 ? factor : k + Sum(k - 1);
    }

    public Func<int, int> Failing() => n => 10 / n;

    public void Tree(Expression<Func<string>> expression)
    {
        throw new InvalidOperationException(((BinaryExpression)expression.Body).NodeType.ToString());
    }

    public override string ToString() => "desk of " + factor;
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

public static class Basics
{
    public static void Run(TextWriter output)
    {
        var till = new Till("main", 3);
        output.WriteLine(till.Add(4, 5));
        output.WriteLine(till.Total);
        output.WriteLine(string.Join(",", till.Steps(4).Select(x => x * till.Factor)));
        output.WriteLine(till.LaterAsync(5).GetAwaiter().GetResult());
        output.WriteLine(till);
        try
        {
            till.Fail("oops");
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.ToString());
        }

        Func<int, int> add = till.AddOne;
        output.WriteLine(add(41));
    }
}

public class Till
{
    private readonly string _name;
    private int _total;

    public Till(string name, int factor)
    {
        _name = name;
        Factor = factor;
    }

    public int Factor { get; set; }

    public int Total => _total;

    public int Add(int first, int second)
    {
        AddToTotal(first);
        Count(second);
        return _total;
    }

    public void Count(int amount)
    {
        if (amount < 0)
            throw new ArgumentOutOfRangeException(nameof(amount));
        _total += amount * Factor;
    }

    public System.Collections.Generic.IEnumerable<int> Steps(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Square(i);
    }

    public async Task<int> LaterAsync(int n)
    {
        await Task.Yield();
        var more = await Inner(n);
        return more + Square(n);

        async Task<int> Inner(int m)
        {
            await Task.Delay(1);
            return m * 2;
        }
    }

    public int AddOne(int n) => checked(n + 1);

    public void Fail(string message)
    {
        FailDeeper(message, 2);
    }

    public override string ToString() => $"{_name}: {_total} x {Factor}";

    public static int Square(int n)
    {
        var result = 0;
        for (var i = 0; i < n; i++)
            result += n;
        return result;
    }

    public void FailDeeper(string message, int depth)
    {
        if (depth == 0)
            throw new InvalidOperationException(message);
        FailDeeper(message, depth - 1);
    }

    private void AddToTotal(int n) => _total += n;
}

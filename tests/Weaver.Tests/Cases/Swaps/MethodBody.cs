using System;
using System.IO;

public class Order
{
    public int Amount = 3;

    public string Describe(string prefix) => Price(prefix) + "!";

    public string Price(string prefix)
    {
#if V2
        try
        {
            return prefix + ":" + checked(Amount * 20);
        }
        finally
        {
            Amount++;
        }
#else
        return prefix + ":" + Amount * 10;
#endif
    }

    public static int Total(ref int counter, out string text, in long big, params int[] values)
    {
        counter++;
        text = "t" + big;
        var sum = 0;
        foreach (var value in values)
#if V2
            sum += value * 2;
#else
            sum += value;
#endif
        return sum;
    }

    public virtual string Kind(int n) => n switch
    {
        0 => "zero",
#if V2
        1 => "uno",
        2 => "due",
#else
        1 => "one",
#endif
        _ => "many " + n,
    };
}

public sealed class Special : Order
{
    public override string Kind(int n) => "special " + base.Kind(n);
}

public static class MethodBody
{
    private static Order old = null!;

    public static void Prepare() => old = new Special();

    public static void Run(TextWriter output)
    {
        old.Amount = 3;
        output.WriteLine(old.Describe("a"));
        output.WriteLine(old.Amount);
        var counter = 1;
        output.WriteLine(Order.Total(ref counter, out var text, 5, 1, 2, 3) + text + counter);
        for (var i = 0; i < 4; i++)
            output.WriteLine(old.Kind(i));
        try
        {
            old.Amount = int.MaxValue;
            output.WriteLine(old.Describe("x"));
        }
        catch (OverflowException e)
        {
            output.WriteLine(e.GetType().Name);
        }
    }
}

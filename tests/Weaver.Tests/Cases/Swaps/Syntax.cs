using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;

public class Syntax
{
    private readonly int[] data = [3, 1, 2];

    public unsafe string Unsafe(Span<byte> span)
    {
        Span<int> stack = stackalloc int[4];
        stack[1] = 7;
        fixed (byte* p = span)
        {
#if V2
            p[0] = 9;
#else
            p[0] = 8;
#endif
        }

        delegate*<int, int, int> pointer = &Math.Max;
        return span[0] + ":" + stack[1] + ":" + pointer(3, 4);
    }

    public ref int Slot(int index) => ref data[
#if V2
        data.Length - 1 - index];
#else
        index];
#endif

    public string Query()
    {
        var query =
            from n in data
#if V2
            where n > 1
            orderby n descending
            select new { n, square = n * n, name = "x" };
#else
            orderby n
            select new { n, square = n * n };
#endif
        return string.Join(",", query);
    }

    public string Expressions()
    {
#if V2
        Expression<Func<int, int>> expression = n => n * 3 + data.Length;
#else
        Expression<Func<int, int>> expression = n => n + data.Length;
#endif
        return expression + "=" + expression.Compile()(2);
    }

    public string Dynamic(object value)
    {
        dynamic d = value;
#if V2
        return d.ToString() + d.Length;
#else
        return d.ToString();
#endif
    }

    public string Switch(string key)
    {
        switch (key)
        {
            case "alpha": return "1";
            case "beta": return "2";
            case "gamma": return "3";
            case "delta": return "4";
            case "epsilon": return "5";
            case "zeta": return "6";
            case "eta": return "7";
#if V2
            case "theta": return "8";
#endif
            default: return "?";
        }
    }

    public string Collections()
    {
#if V2
        List<int> list = [1, .. data, 9];
        ReadOnlySpan<int> constants = [10, 20, 30, 40];
        IReadOnlyList<string> names = ["a", "b", "c"];
#else
        List<int> list = [.. data];
        ReadOnlySpan<int> constants = [10, 20, 30];
        IReadOnlyList<string> names = ["a", "b"];
#endif
        (int count, string text) = (list.Count, $"{list.Count:D3}|{constants.Length,4}|{names.Count}");
        return count + text + constants[^1];
    }

    public string Filter(int n)
    {
        try
        {
            throw new InvalidOperationException("f" + n);
        }
        catch (InvalidOperationException e) when (e.Message.EndsWith(
#if V2
            "2"))
#else
            "1"))
#endif
        {
            return "filtered";
        }
        catch (Exception e)
        {
            return "passed " + e.Message;
        }
    }

    public static void Run(TextWriter output)
    {
        var syntax = new Syntax();
        output.WriteLine(syntax.Unsafe(new byte[2]));
        syntax.Slot(0) = 5;
        output.WriteLine(syntax.Query());
        output.WriteLine(syntax.Expressions().Replace("value(Syntax)", "this"));
        output.WriteLine(syntax.Dynamic("abc"));
        output.WriteLine(syntax.Switch("theta") + syntax.Switch("beta"));
        output.WriteLine(syntax.Collections());
        output.WriteLine(syntax.Filter(1) + syntax.Filter(2));
    }
}

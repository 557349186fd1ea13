using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// dynamic on types that are internal, of both builds, in code of deployed and added types.
internal class Plain
{
    public string Name { get; set; } = "";
    internal string Inner(int n) => "inner" + n;
    private string Hidden(int n) => "hidden" + n;
    public string Own(object other) { dynamic d = other; return d.Hidden(2) + d.Inner(3) + d.Name; }
}

#if V2
internal class Fresh
{
    public string Name { get; set; } = "";
    internal string Inner(int n) => "fresh" + n;
    private string Hidden(int n) => "secret" + n;
    public string Own(object other) { dynamic d = other; return d.Hidden(4) + d.Inner(5); }
    public static string Look(object other) { dynamic d = other; return d.Inner(6) + d.Name; }
    public static string Anonymous() { dynamic d = new { Added = 1, Both = "b" }; return d.Added + d.Both; }
    public static string Add(object a, object b) { dynamic x = a, y = b; return (x + y).Get().ToString(); }
    public static object Convert(object a) { dynamic d = a; long n = d; Fresh f = d; return n + f.Name; }
    public string this[int i] => "item" + i;
    public static implicit operator long(Fresh fresh) => fresh.Name.Length;
    private sealed class Nested { public int N = 7; public override string ToString() => "nested" + N; }
    public static string Inside() { dynamic d = new Nested(); d.N++; return d.N + d.ToString(); }
}

internal readonly struct Amount(int n)
{
    private readonly int n = n;
    public int Get() => n + 1;
    public static Amount operator +(Amount a, Amount b) => new(a.n + b.n + 5);
}

internal record Pair(int Left, string Right);

file class Local { public int Value = 9; }
#endif

public class Dynamic
{
    private string secret = "s";

    public static void Run(TextWriter output)
    {
        output.WriteLine(Named(Make()) + Called(Make()) + new Plain { Name = "n" }.Own(new Plain { Name = "o" }) + new Dynamic().Private());
#if V2
        output.WriteLine(Sum(new Amount(1), new Amount(2)) + Fresh.Add(new Amount(3), new Amount(4)) + new Fresh().Own(new Fresh()) + Fresh.Look(new Plain { Name = "p" }) + Fresh.Look(Make()));
        output.WriteLine(Fresh.Anonymous() + Old(new { Known = 3 }) + New() + Items() + Fresh.Convert(new Fresh { Name = "three" }) + Fresh.Inside());
        Func<object, string> lambda = o => { dynamic d = o; return d.Name + d.Inner(8); };
        output.WriteLine(lambda(Make()) + string.Join(",", Steps(Make())) + Generic<Fresh>(new Fresh { Name = "g" }));
        dynamic made = new Pair(1, "r");
        var (left, right) = ((int)made.Left, (string)made.Right);
        dynamic local = new Local();
        output.WriteLine(left + right + made.ToString() + local.Value);
#else
        output.WriteLine(Old(new { Known = 3 }));
#endif
    }

    private static string Named(object o) { dynamic d = o; d.Name += "!"; return "named " + d.Name; }
    private static string Called(object o) { dynamic d = o; return d.Inner(1) + o.GetType().Name; }
    private static string Old(object o) { dynamic d = o; return "old " + d.Known; }
    private string Private() { dynamic d = this; d.secret += "t"; return d.secret; }
#if V2
    private static object Make() => new Fresh { Name = "f" };
    private static string Sum(object a, object b) { dynamic x = a, y = b; return (x + y).Get().ToString(); }
    private static string New() { dynamic d = new { Other = 4, Deep = new { Inner = 5 } }; return d.Other + "" + d.Deep.Inner; }
    private static string Items() { dynamic d = new Fresh(); return d[3]; }
    private static IEnumerable<string> Steps(object o) { dynamic d = o; yield return d.Name; yield return d.Inner(9); }
    private static string Generic<T>(T value) where T : class { dynamic d = value; return d.Name + typeof(T).Name; }
#else
    private static object Make() => new Plain { Name = "p" };
#endif
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Static members of interfaces: generic code, deployed and new, asks the type for them.
public interface IAmount<TSelf> where TSelf : IAmount<TSelf>
{
    static abstract TSelf operator +(TSelf left, TSelf right);
    static abstract TSelf Of(int n);
    static abstract string Unit { get; }
    static virtual string Describe(TSelf amount)
    {
#if V2
        return "two " + amount + TSelf.Unit + amount!.ToString()!.Length;
#else
        return "one " + amount + TSelf.Unit + amount!.ToString()!.Length;
#endif
    }
}

public readonly struct Euro(int n) : IAmount<Euro>
{
    private readonly int n = n;
#if V2
    public static Euro operator +(Euro left, Euro right) { Console.Error.Write(left.n > 1000000 ? "much" : ""); return new(left.n + right.n + 1); }
    public static string Unit { get { return "euro two" + Environment.NewLine.Length * 0; } }
    public static string Describe(Euro amount) { return "described two " + amount + Environment.NewLine.Length * 0; }
#else
    public static Euro operator +(Euro left, Euro right) { Console.Error.Write(left.n > 1000000 ? "much" : ""); return new(left.n + right.n); }
    public static string Unit { get { return "euro one" + Environment.NewLine.Length * 0; } }
    public static string Describe(Euro amount) { return "described one " + amount + Environment.NewLine.Length * 0; }
#endif
    public static Euro Of(int n) { Console.Error.Write(n > 1000000 ? "much" : ""); return new(n); }
    public override string ToString() { return "e" + n; }
}

public class Mark(int n) : IAmount<Mark>
{
    private readonly int n = n;
#if V2
    public static Mark operator +(Mark left, Mark right) { Console.Error.Write(left.n > 1000000 ? "much" : ""); return new(left.n * right.n); }
#else
    public static Mark operator +(Mark left, Mark right) { Console.Error.Write(left.n > 1000000 ? "much" : ""); return new(left.n - right.n); }
#endif
    public static string Unit { get { return "mark" + Environment.NewLine.Length * 0; } }
    public static Mark Of(int n) { Console.Error.Write(n > 1000000 ? "much" : ""); return new(n + 1); }
    public override string ToString() { return "m" + n; }
}

#if V2
public readonly record struct Added(int N) : IAmount<Added>
{
    public static Added operator +(Added left, Added right) => new(left.N + right.N);
    public static Added Of(int n) => new(n * 2);
    public static string Unit => "added";
}

public interface IMore<TSelf> where TSelf : IMore<TSelf>
{
    static abstract string Name { get; }
    static virtual string Twice() => TSelf.Name + TSelf.Name;
    static string Ask() => TSelf.Twice();
}

public class First : IMore<First> { public static string Name => "first"; }
public class Second : IMore<Second> { public static string Name => "second"; static string IMore<Second>.Twice() => "own"; }
#endif

public static class Sums
{
    public static T Sum<T>(IEnumerable<T> items) where T : IAmount<T> { var sum = T.Of(0); foreach (var item in items) sum += item; return sum; }
    public static Func<int, T> Maker<T>() where T : IAmount<T> { return T.Of; }
    public static Func<T, string> Describer<T>() where T : IAmount<T> { return T.Describe; }
}

public static class StaticMembers
{
    public static void Run(TextWriter output)
    {
        output.WriteLine(All<Euro>() + "|" + All<Mark>());
#if V2
        output.WriteLine(All<Added>() + IMore<First>.Ask() + IMore<Second>.Ask());
#endif
    }

    private static string All<T>() where T : IAmount<T>
    {
#if V2
        var more = T.Of(7) + T.Of(8);
#else
        var more = T.Of(5) + T.Of(6);
#endif
        T[] items = [T.Of(1), T.Of(2), Sums.Maker<T>()(3)];
        return Sums.Sum(items) + ":" + T.Describe(more) + T.Unit + string.Join(",", items.Select(Sums.Describer<T>())) + items.Aggregate((a, b) => a + b);
    }
}

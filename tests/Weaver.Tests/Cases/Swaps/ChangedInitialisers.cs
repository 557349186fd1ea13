using System;
using System.Collections.Generic;
using System.IO;

public static class Before
{
    // Unchanged, and computed from what another type computes.
    public static readonly int More = After.Half + 1;
}

public static class Limits
{
#if V2
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    internal static readonly int Max = 7;
    private static readonly string[] names = { "a", "b", "c" };
    private static readonly Func<int, string> rule = Better;
    public static readonly DayOfWeek Day = DayOfWeek.Friday;
    [HotWeave.Reinitialize]
    private static readonly Dictionary<string, int> table = new() { ["x"] = 1, ["y"] = 2 };
    [field: HotWeave.Reinitialize]
    public static int Level { get; } = 4;
    private static string Better(int n) => "better " + n;
#else
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    internal static readonly int Max = 3;
    private static readonly string[] names = { "a", "b" };
    private static readonly Func<int, string> rule = Good;
    public static readonly DayOfWeek Day = DayOfWeek.Monday;
    private static readonly Dictionary<string, int> table = new() { ["x"] = 1 };
    public static int Level { get; } = 2;
#endif
    private static string Good(int n) => "good " + n;
    // Unchanged text, changed value.
    private static readonly int doubled = Max * 2;
    private static readonly Func<int, string> kept = static n => "kept " + n;
    private static int counter = 100;

    public static string Show() => $"{Timeout} {Max} {string.Join("", names)} {rule(1)} {Day} {table.Count} {doubled} {kept(2)} {counter}";
}

public static class After
{
    internal static readonly int Half = Limits.Max / 2;
    internal static readonly string Name = "after";
}

public class Reader
{
    private static int Read() => Limits.Max * 10;

    public string Ask() => Before.More + After.Name + Read() + " " + Limits.Timeout.TotalSeconds + " " + Limits.Level;

    public IEnumerable<int> Days() { yield return (int)Limits.Day; yield return Limits.Max; }

    public Func<string> Later() => () => Limits.Timeout.ToString() + Limits.Level;
}

public class Scale<T>
{
#if V2
    private static readonly string unit = typeof(T) == typeof(int) ? "whole new" : "part new";
    private static readonly double factor = 2.5;
#else
    private static readonly string unit = typeof(T) == typeof(int) ? "whole" : "part";
    private static readonly double factor = 1.5;
#endif
    public string Show(T value) => value + unit + factor;
}

public static class ChangedInitialisers
{
    private static readonly Reader reader = new();
    private static Func<string> later = null!;

    public static void Prepare() => later = reader.Later();

    public static void Run(TextWriter output)
    {
        output.WriteLine(Limits.Show());
        output.WriteLine(reader.Ask() + string.Join(",", reader.Days()) + reader.Later()() + later());
        output.WriteLine(new Scale<int>().Show(3) + new Scale<string>().Show("s"));
    }
}

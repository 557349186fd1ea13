using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using HotWeave;

// Tables that static initialisers say whole: new code has those of the new build, together with all that reads them.
[Swappable]
public class Prices
{
    private static readonly Dictionary<string, decimal> Table = new()
    {
        ["tea"] = 2.5m,
#if V2
        ["coffee"] = 3m,
        ["milk"] = 1m,
#else
        ["coffee"] = 4m,
#endif
    };

    internal static readonly FrozenSet<string> Known = new[]
    {
        "tea",
#if V2
        "milk",
#endif
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly IReadOnlyDictionary<string, Func<int, string>> Rules = new Dictionary<string, Func<int, string>>
    {
        ["plain"] = static n => "n" + n,
#if V2
        ["twice"] = static n => "twice " + n * 2,
        ["method"] = Square,
#endif
    };

    private static readonly List<(DayOfWeek Day, string Text)> Days =
    [
        (DayOfWeek.Monday, "mo"),
#if V2
        (DayOfWeek.Friday, "fr"),
#endif
    ];

    private static readonly ImmutableArray<int> Steps = ImmutableArray.Create(
#if V2
        1, 2, 3, 5);
#else
        1, 2, 3);
#endif

    // Built of another one; the same in both builds.
    private static readonly FrozenDictionary<string, decimal> Fast = Table.ToFrozenDictionary();

    private int asked;

    public string Show()
    {
        asked++;
        var days = Days;
        var text = "";
        foreach (var (day, name) in days)
            text += day + name;
        return $"{Table.Count} {Table["coffee"]} {Known.Contains("MILK")} {Find("twice", 4)} {text} {Steps.Length} {Steps[^1]} {Fast.Count} {string.Join(",", Table.Keys.Order())} {asked * 0}";
    }

    private static string Square(int n) { return "square " + n * n; }

    internal static string Find(string name, int n) => Rules.TryGetValue(name, out var rule) ? rule(n) : "none of " + Rules.Count;
}

[Swappable]
public static class Others
{
    public static string Ask() { return string.Join("|", Prices.Known.Order(StringComparer.Ordinal)) + Prices.Find("method", 3) + Prices.Find("plain", 3); }
}

public static class StaticTables
{
    private static readonly Prices prices = new();

    public static void Prepare() => prices.Show();

    public static void Run(TextWriter output)
    {
        output.WriteLine(prices.Show());
        output.WriteLine(new Prices().Show());
        output.WriteLine(Others.Ask());
    }
}

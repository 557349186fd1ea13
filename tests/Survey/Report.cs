using System.Globalization;
using HotWeave.Survey.Pairs;
using HotWeave.Weaver;

namespace HotWeave.Survey;

/// <summary>Prints findings in Markdown.</summary>
internal static class Report
{
    private const string Same = "same code";

    public static void Head() => Console.WriteLine("""
        | pair | target | stubs | differences | patch, kB | verdict | what stands in the way | stubs, open | verdict, open | what stands in the way |
        | --- | --- | ---: | ---: | ---: | --- | --- | ---: | --- | --- |
        """);

    /// <summary>What became of a pair, woven plainly and open for interfaces and overrides.</summary>
    public static void Row(Finding plain, Finding open) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {plain.Pair} | {plain.Pair.Framework} | {plain.Exports} | {plain.Edits} | {plain.PatchSize / 1000.0:0.0} | {Word(plain)} | {Why(plain)} | {open.Exports} | {Word(open)} | {Why(open)} |"));

    /// <summary>The shares by distance, and the codes by the number of pairs that they stop; for each way of weaving.</summary>
    public static void Summary(IReadOnlyList<Finding> findings)
    {
        foreach (var way in findings.GroupBy(static f => f.IsOpen))
            Summary(way.Key ? "open" : "plain", [.. way]);
    }

    private static void Summary(string way, IReadOnlyList<Finding> findings)
    {
        Console.WriteLine($"\n| distance, woven {way} | pairs | same code | live | with remarks | restart | defect | share live |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var group in findings.GroupBy(static f => f.Pair.Step).OrderBy(static g => g.Key))
            Line(group.Key.ToString().ToLowerInvariant(), [.. group]);
        Line("all", findings);

        Console.WriteLine($"\n| code, woven {way} | pairs that it stops | of these alone | times |\n| --- | ---: | ---: | ---: |");
        foreach (var code in findings.SelectMany(static f => f.Refusals.Keys).GroupBy(static c => c).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal))
        {
            var stopped = findings.Where(f => f.Refusals.ContainsKey(code.Key)).ToList();
            Console.WriteLine($"| {code.Key} | {stopped.Count} | {stopped.Count(static f => f.Refusals.Count == 1)} | {stopped.Sum(f => f.Refusals[code.Key])} |");
        }
    }

    private static void Line(string name, IReadOnlyList<Finding> findings) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {findings.Count} | {Count(findings, Same)} | {Count(findings, "live")} | {Count(findings, "remarks")} | {Count(findings, "restart")} | {Count(findings, "DEFECT")} | {Share(findings)} |"));

    // Of the pairs that differ at all.
    private static string Share(IReadOnlyList<Finding> findings)
    {
        var differ = findings.Where(static f => Word(f) != Same).ToList();
        return differ.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * differ.Count(static f => Word(f) is "live" or "remarks") / differ.Count:0} %");
    }

    private static int Count(IReadOnlyList<Finding> findings, string word) => findings.Count(f => Word(f) == word);

    private static string Word(Finding f) => f.Defects.Count > 0 ? "DEFECT" : f.Verdict switch
    {
        PatchVerdict.NothingToDo => Same,
        PatchVerdict.Live or PatchVerdict.LiveWithRemarks or PatchVerdict.LiveRestAtNextStart when f.PatchSize == 0 => Same,
        PatchVerdict.Live => "live",
        PatchVerdict.LiveWithRemarks or PatchVerdict.LiveRestAtNextStart => "remarks",
        PatchVerdict.Restart => "restart",
        _ => "DEFECT",
    };

    private static string Why(Finding f) => f.Defects.Count > 0
        ? $"{f.Defects.Count} failed; {Cut(f.Defects[0])}"
        : string.Join(", ", f.Refusals.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(static r => $"{r.Key} x {r.Value}"));

    private static string Cut(string text) => (text.Length > 200 ? text[..200] + "…" : text).Replace('|', '/').ReplaceLineEndings(" ");
}

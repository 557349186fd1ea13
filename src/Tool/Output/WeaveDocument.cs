namespace HotWeave.Tool.Output;

/// <summary>
/// What weaving or restoring did. Outcome: <c>woven</c>, <c>already-woven</c>, <c>planned</c>, <c>restored</c> or <c>refused</c>.
/// </summary>
internal sealed record WeaveDocument : Document
{
    /// <summary>The assembly or folder.</summary>
    public required string Input { get; init; }

    /// <summary>Where the woven assembly is; null for folders, dry runs and refusals.</summary>
    public string? Output { get; init; }

    /// <summary>The process that was woven in memory; null where none was.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What became of each assembly.</summary>
    public required IReadOnlyList<AssemblyDocument> Assemblies { get; init; }

    /// <summary>For folders, the files that were changed, added or removed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public override void Print(TextReport report)
    {
        report.Lines(Assemblies.Select(a => a.ToString()));
        if (ProcessId is { } process && Output is { } copy)
        {
            report.Line($"process {process} is woven in memory; make its patches against {copy}");
        }
        else if (Files.Count > 0)
        {
            report.Line(Outcome == "restored" ? $"restored in {Input}:" : $"changed in {Input}, originals kept in .hotweave:");
            report.Items(Files);
        }
        else if (Outcome is "restored" or "already-woven")
        {
            report.Line($"{Input} was so already; nothing was changed");
        }
    }
}

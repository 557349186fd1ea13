using System.Globalization;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Output;

/// <summary>The versions of a live process. Outcome: <c>done</c>.</summary>
internal sealed record StatusDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The .NET runtime's description.</summary>
    public required string Framework { get; init; }

    /// <summary>Version of the process's HotWeave.Runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Number of the current version.</summary>
    public required int Current { get; init; }

    /// <summary>The operation under way; null when there is none.</summary>
    public string? Operation { get; init; }

    /// <summary>All versions, the baseline first.</summary>
    public required IReadOnlyList<VersionReport> Versions { get; init; }

    /// <summary>The woven assemblies that are loaded.</summary>
    public required IReadOnlyList<WovenAssemblyReport> Assemblies { get; init; }

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Framework}, HotWeave.Runtime {RuntimeVersion}, version {Current} is current");
        if (Operation is not null)
            report.Line($"under way: {Operation}");
        report.Line("");
        report.Table(["VERSION", "STATE", "FROM", "TO", "PATCH", "TYPES"], Versions.Select(Row));
        report.Line("");
        report.Table(
            ["ASSEMBLY", "TYPES", "BASELINE"],
            Assemblies.Select(a => (string[])[a.Name, a.SwappableTypes.ToString(CultureInfo.InvariantCulture), Short(a.BaselineId)]));
    }

    /// <summary>The first digits of a digest: enough for a person.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;

    private static string[] Row(VersionReport version) =>
    [
        version.Number.ToString(CultureInfo.InvariantCulture),
        version.State,
        version.FromLabel,
        version.Number == 0 ? "baseline" : version.ToLabel,
        Short(version.PatchId),
        string.Join(", ", version.Types),
    ];
}

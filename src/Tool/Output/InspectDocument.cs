using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Output;

/// <summary>What a woven assembly holds. Outcome: <c>woven</c>, <c>not-woven</c> or <c>refused</c>.</summary>
internal sealed record InspectedAssemblyDocument : Document
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The assembly's simple name.</summary>
    public required string Assembly { get; init; }

    /// <summary>The embedded id; null when it is not woven.</summary>
    public string? BaselineId { get; init; }

    /// <summary>The number of the weaving format; null when it is not woven.</summary>
    public int? Format { get; init; }

    /// <summary>The settings it was woven with; null when it is not woven.</summary>
    public string? Settings { get; init; }

    /// <summary>The swappable types.</summary>
    public required IReadOnlyList<InspectedTypeDocument> Types { get; init; }

    public override void Print(TextReport report)
    {
        if (Outcome != "woven")
            return;
        report.Line($"{Assembly}: woven, {Types.Count} types, {Types.Sum(t => t.Exports.Count)} exports, {Types.Sum(t => t.Skipped.Count)} methods without");
        report.Line($"baseline {BaselineId}, format {Format}, settings {Settings}");
        foreach (var type in Types)
        {
            report.Line("");
            report.Line(type.Name);
            report.Items(type.Exports.Select(e => "export " + e));
            report.Items(type.Skipped.Select(s => $"skipped {s.Id}: {s.Message}"));
        }
    }
}

/// <summary>A swappable type.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Slot">The name of its slot; null when it has no export.</param>
/// <param name="Exports">Its exports.</param>
/// <param name="Skipped">Its methods that are none, and why.</param>
internal sealed record InspectedTypeDocument(string Name, string? Slot, IReadOnlyList<string> Exports, IReadOnlyList<SkippedDocument> Skipped)
{
    /// <summary>A type for programs.</summary>
    public static InspectedTypeDocument Of(InspectedType type) => new(type.Name, type.Slot, type.Exports, [.. type.Skipped.Select(SkippedDocument.Of)]);
}

/// <summary>A method that is no export.</summary>
/// <param name="Member">The method.</param>
/// <param name="Id">The reason's id.</param>
/// <param name="Message">The reason.</param>
internal sealed record SkippedDocument(string? Member, string Id, string Message)
{
    /// <summary>A skipped method for programs.</summary>
    public static SkippedDocument Of(Diagnostic diagnostic) => new(diagnostic.Member, diagnostic.Id, diagnostic.Message);
}

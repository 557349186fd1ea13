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

    /// <summary>The methods whose calls are units of work.</summary>
    public required IReadOnlyList<InspectedUnitDocument> Units { get; init; }

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
            report.Items(type.WaitingLoops.Select(l => $"waiting loop {l.Method}, calls {(l.Calls.Count == 0 ? "none of its type" : string.Join(" ", l.Calls))}"));
            report.Items(type.Skipped.Select(s => $"skipped {s.Id}: {s.Message}"));
        }

        if (Units.Count == 0)
            return;
        report.Line("");
        report.Line("units of work");
        report.Items(Units.Select(u => $"{u.Name}: {u.Method}"));
    }
}

/// <summary>A method whose calls are units of work.</summary>
/// <param name="Method">The method.</param>
/// <param name="Name">The name of its units.</param>
internal sealed record InspectedUnitDocument(string Method, string Name);

/// <summary>A loop that waits for work for ever.</summary>
/// <param name="Method">The method that has it.</param>
/// <param name="Calls">The methods of its type that it calls, which take new code at each call.</param>
internal sealed record InspectedLoopDocument(string Method, IReadOnlyList<string> Calls);

/// <summary>A swappable type.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Slot">The name of its slot; null when it has no export.</param>
/// <param name="Exports">Its exports.</param>
/// <param name="WaitingLoops">Its loops that wait for work for ever.</param>
/// <param name="Skipped">Its methods that are none, and why.</param>
internal sealed record InspectedTypeDocument(string Name, string? Slot, IReadOnlyList<string> Exports, IReadOnlyList<InspectedLoopDocument> WaitingLoops, IReadOnlyList<SkippedDocument> Skipped)
{
    /// <summary>A type for programs.</summary>
    public static InspectedTypeDocument From(InspectedType type) => new(
        type.Name,
        type.Slot,
        type.Exports,
        [.. type.WaitingLoops.Select(static l => new InspectedLoopDocument(l.Method, l.Calls))],
        [.. type.Skipped.Select(SkippedDocument.From)]);
}

/// <summary>A method that is no export.</summary>
/// <param name="Member">The method.</param>
/// <param name="Id">The reason's id.</param>
/// <param name="Message">The reason.</param>
internal sealed record SkippedDocument(string? Member, string Id, string Message)
{
    /// <summary>A skipped method for programs.</summary>
    public static SkippedDocument From(Diagnostic diagnostic) => new(diagnostic.Member, diagnostic.Id, diagnostic.Message);
}

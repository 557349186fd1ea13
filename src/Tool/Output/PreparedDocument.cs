using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Output;

/// <summary>A patch that is ready in a live process, or was given up there. Outcome: <c>prepared</c> or <c>discarded</c>.</summary>
internal sealed record PreparedDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The patch's digest.</summary>
    public required string PatchId { get; init; }

    /// <summary>The label of the build that the patch was made from.</summary>
    public required string FromLabel { get; init; }

    /// <summary>The label of the build that the patch leads to.</summary>
    public required string ToLabel { get; init; }

    /// <summary>Whether its code can be unloaded.</summary>
    public required bool Reclaimable { get; init; }

    /// <summary>The types that it replaces.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The types that only it has.</summary>
    public required IReadOnlyList<string> AddedTypes { get; init; }

    /// <summary>The differences that it carries.</summary>
    public required IReadOnlyList<string> Edits { get; init; }

    /// <summary>What stays behind on old code.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    public static PreparedDocument From(string command, string outcome, int processId, PreparedReport patch) => new()
    {
        Command = command,
        Outcome = outcome,
        ProcessId = processId,
        PatchId = patch.PatchId,
        FromLabel = patch.FromLabel,
        ToLabel = patch.ToLabel,
        Reclaimable = patch.Reclaimable,
        Types = patch.Types,
        AddedTypes = patch.AddedTypes,
        Edits = patch.Edits,
        Remarks = patch.Remarks,
    };

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Outcome} {FromLabel} -> {ToLabel}, patch {StatusDocument.Short(PatchId)}");
        if (Outcome == "discarded")
            return;
        report.Section("types", Types);
        report.Section("added types", AddedTypes);
        report.Section("edits", Edits);
        report.Section("remarks", Remarks);
    }
}

namespace HotWeave.Tool.Output;

/// <summary>A turn in a live process, or one that would be made. Outcome: <c>applied</c>, <c>checked</c>, <c>rolled-back</c> or <c>reversed</c>.</summary>
internal sealed record SwapDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The version that was current before.</summary>
    public int From { get; set; }

    /// <summary>The version that is current now.</summary>
    public int To { get; set; }

    /// <summary>The digest of the patch that was applied; null for a rollback.</summary>
    public string? PatchId { get; set; }

    /// <summary>The label of the build that the patch was made from; null for a rollback.</summary>
    public string? FromLabel { get; set; }

    /// <summary>The label of the build that the patch leads to; null for a rollback.</summary>
    public string? ToLabel { get; set; }

    /// <summary>Who moved when.</summary>
    public string Mode { get; set; } = "";

    /// <summary>Why it was this mode, where nobody asked for one; null where somebody did.</summary>
    public string? ModeReason { get; set; }

    /// <summary>The types whose code moved.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The differences that the patch carries.</summary>
    public IReadOnlyList<string> Edits { get; set; } = [];

    /// <summary>What stays behind on old code.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    /// <summary>What went wrong after the turn without undoing it.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>The trial of the version, with its verdict; null where none was waited for.</summary>
    public TrialReport? Trial { get; set; }

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {(Outcome == "checked" ? "would go from " : "")}version {From} -> {To}" + (PatchId is null ? "" : $" ({StatusDocument.ShortLabel(FromLabel ?? "")} -> {StatusDocument.ShortLabel(ToLabel ?? "")}, patch {StatusDocument.Short(PatchId)})"));
        report.Line($"mode {Mode}" + (ModeReason is null ? "" : $": {ModeReason}"));
        report.Listed("types", Types);
        report.Listed("edits", Edits);
        report.Section("remarks", Remarks);
        report.Section("warnings", Warnings);
        if (Trial is not null)
            StatusDocument.Print(report, Trial);
    }
}

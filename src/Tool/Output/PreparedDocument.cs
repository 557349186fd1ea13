namespace HotWeave.Tool.Output;

/// <summary>A patch that is ready in a live process, or was given up there. Outcome: <c>prepared</c> or <c>discarded</c>.</summary>
internal sealed record PreparedDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The patch's digest.</summary>
    public string PatchId { get; set; } = "";

    /// <summary>The label of the build that the patch was made from.</summary>
    public string FromLabel { get; set; } = "";

    /// <summary>The label of the build that the patch leads to.</summary>
    public string ToLabel { get; set; } = "";

    /// <summary>Whether its code can be unloaded.</summary>
    public bool Reclaimable { get; set; }

    /// <summary>The types that it replaces.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The types that only it has.</summary>
    public IReadOnlyList<string> AddedTypes { get; set; } = [];

    /// <summary>The differences that it carries.</summary>
    public IReadOnlyList<string> Edits { get; set; } = [];

    /// <summary>What stays behind on old code.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: {Outcome} {StatusDocument.ShortLabel(FromLabel)} -> {StatusDocument.ShortLabel(ToLabel)}, patch {StatusDocument.Short(PatchId)}");
        if (Outcome == "discarded")
            return;
        report.Listed("types", Types);
        report.Listed("added types", AddedTypes);
        report.Listed("edits", Edits);
        report.Section("remarks", Remarks);
    }
}

namespace HotWeave.Tool.Output;

/// <summary>A version that a restart goes to. Outcome: <c>confirmed</c>.</summary>
internal sealed record ConfirmDocument : Document
{
    /// <summary>The process's id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The version's number.</summary>
    public int Version { get; set; }

    /// <summary>The digests of its patches, in the order in which they are applied.</summary>
    public IReadOnlyList<string> Patches { get; set; } = [];

    /// <summary>The folder that has them; null when none is set.</summary>
    public string? Folder { get; set; }

    /// <summary>What is wrong all the same.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    // Every restart goes to the baseline unless a folder says otherwise.
    private string Reach => Folder is not null
        ? $", in '{Folder}'"
        : Version == 0 ? "" : " in this process only; a restart goes back to the baseline";

    public override void Print(TextReport report)
    {
        report.Line($"process {ProcessId}: version {Version} is confirmed" + Reach);
        report.Section("warnings", Warnings);
    }
}

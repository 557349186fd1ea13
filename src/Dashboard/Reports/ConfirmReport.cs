namespace HotWeave.Dashboard.Reports;

/// <summary>A version that a restart goes to.</summary>
internal sealed record ConfirmReport
{
    /// <summary>The version's number.</summary>
    public int Version { get; set; }

    /// <summary>The digests of its patches, in the order in which they are applied.</summary>
    public IReadOnlyList<string> Patches { get; set; } = [];

    /// <summary>The folder that has them; null when none is set.</summary>
    public string? Folder { get; set; }

    /// <summary>What is wrong all the same.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];
}

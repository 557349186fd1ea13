namespace HotWeave.Dashboard.Reports;

/// <summary>A turn in a process, or one that would be made.</summary>
internal sealed record TurnReport
{
    /// <summary>The version that was current before.</summary>
    public int From { get; set; }

    /// <summary>The version that is, or would be, current.</summary>
    public int To { get; set; }

    /// <summary>The patch's digest; null for a turn to an earlier version.</summary>
    public string? PatchId { get; set; }

    /// <summary>The label of the build that the patch was made from; null for a turn to an earlier version.</summary>
    public string? FromLabel { get; set; }

    /// <summary>The label of the build that the patch leads to; null for a turn to an earlier version.</summary>
    public string? ToLabel { get; set; }

    /// <summary>Who moves when.</summary>
    public string Mode { get; set; } = "";

    /// <summary>Why it is this mode, where nobody asked for one; null where somebody did.</summary>
    public string? ModeReason { get; set; }

    /// <summary>The types whose code moves.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The differences that the patch carries, one line each.</summary>
    public IReadOnlyList<string> Edits { get; set; } = [];

    /// <summary>What stays behind on old code, one line each, with its code first.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    /// <summary>What went, or would go, wrong after the turn without undoing it.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>What was on the heap when the swap looked for objects that must not be alive; null where it looked for none.</summary>
    public CensusReport? Census { get; set; }
}

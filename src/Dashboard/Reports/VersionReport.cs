namespace HotWeave.Dashboard.Reports;

/// <summary>One version of a live process.</summary>
internal sealed record VersionReport
{
    /// <summary>Its number; 0 is the baseline.</summary>
    public int Number { get; set; }

    /// <summary>Its state, such as <c>current</c>, <c>superseded</c>, <c>rolled-back</c>, <c>unloaded</c>.</summary>
    public string State { get; set; } = "";

    /// <summary>The digest of the patch that brought it; empty for the baseline.</summary>
    public string PatchId { get; set; } = "";

    /// <summary>The label of the build that the patch was made from; empty for the baseline.</summary>
    public string FromLabel { get; set; } = "";

    /// <summary>The label of the build that the patch leads to; empty for the baseline.</summary>
    public string ToLabel { get; set; } = "";

    /// <summary>Whether its code can be unloaded.</summary>
    public bool Reclaimable { get; set; }

    /// <summary>What its patch has in the process: file, assemblies and symbols; 0 once it is unloaded.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether a restart goes to it.</summary>
    public bool Confirmed { get; set; }

    /// <summary>How many units of work run it.</summary>
    public int Units { get; set; }

    /// <summary>The types whose code it replaces.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>What is known to keep it, where it is not current.</summary>
    public IReadOnlyList<string> HeldBy { get; set; } = [];

    /// <summary>Who signed its patch, as far as the process believes it.</summary>
    public IReadOnlyList<string> SignedBy { get; set; } = [];

    /// <summary>When it was last made current, in universal time; null where it never was, or the process does not say.</summary>
    public string? CurrentSince { get; set; }

    /// <summary>Who asked for that; null where nobody said it.</summary>
    public string? By { get; set; }
}

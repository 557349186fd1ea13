namespace HotWeave.Dashboard.Reports;

/// <summary>What became of old versions.</summary>
internal sealed record PurgeReport
{
    /// <summary>The versions that were not current and not unloaded.</summary>
    public IReadOnlyList<PurgedReport> Versions { get; set; } = [];

    /// <summary>What went wrong beside it, one line each, code first.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];
}

/// <summary>What became of one version.</summary>
internal sealed record PurgedReport
{
    /// <summary>Its number.</summary>
    public int Number { get; set; }

    /// <summary><c>unloaded</c>, <c>still-referenced</c>, <c>held</c> or <c>permanent</c>.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>The units that still run it, the oldest first, at most a hundred.</summary>
    public IReadOnlyList<UnitLine> Units { get; set; } = [];

    /// <summary>How many there are.</summary>
    public int RunningUnits { get; set; }
}

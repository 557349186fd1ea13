namespace HotWeave.Fleet.Contract;

/// <summary>How each instance takes a release: who moves when, and how it judges itself. Immutable; times in milliseconds.</summary>
internal sealed record ReleaseTerms
{
    /// <summary>The mode's name; null for the one that the process chooses.</summary>
    public string? Mode { get; init; }

    /// <summary>How long units may take to end in a quiescent swap; null for the process's setting.</summary>
    public int? Timeout { get; init; }

    /// <summary>How long an instance watches the release; null where it is not watched, and taken is succeeded.</summary>
    public int? Probation { get; init; }

    /// <summary>The share of failed units that is too much; null for that of the code before and one in a hundred more.</summary>
    public double? MaxErrorRate { get; init; }

    /// <summary>How many times as long units may take; null where time is not judged.</summary>
    public double? MaxLatencyRatio { get; init; }

    /// <summary>With fewer units an instance comes to no verdict; null for the runtime's default.</summary>
    public int? MinUnits { get; init; }

    /// <summary>The share of an instance's units that gets the release while it is watched; null for all.</summary>
    public double? Share { get; init; }
}

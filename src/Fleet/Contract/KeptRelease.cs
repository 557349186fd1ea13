namespace HotWeave.Fleet.Contract;

/// <summary>An instance that has not given back a release that it was to give back. Immutable.</summary>
internal sealed record KeptRelease
{
    /// <summary>The instance.</summary>
    public required string Instance { get; init; }

    /// <summary>Why, with a code where there is one.</summary>
    public required string Reason { get; init; }
}

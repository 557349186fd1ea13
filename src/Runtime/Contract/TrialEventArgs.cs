namespace HotWeave;

/// <summary>Tells subscribers of <see cref="HotSwap.TrialEnded"/> what was found.</summary>
/// <param name="trial">The trial.</param>
public sealed class TrialEventArgs(TrialStatus trial) : EventArgs
{
    /// <summary>The trial, with its verdict.</summary>
    public TrialStatus Trial { get; } = trial;
}

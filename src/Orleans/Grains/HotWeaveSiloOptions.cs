namespace HotWeave.Orleans;

/// <summary>How a silo takes swaps.</summary>
public sealed class HotWeaveSiloOptions
{
    /// <summary>
    /// Whether living grains whose class has other code after a swap or a rollback are deactivated, some at a time, so that their next
    /// calls activate them anew and all that activation does is done by the new code. What they run ends first, and what they have in
    /// memory alone is lost, as with any deactivation. Grains that implement <see cref="IOnCodeChange"/> decide for themselves. Default:
    /// false.
    /// </summary>
    public bool DeactivateChangedGrains { get; set; }

    /// <summary>How many grains at a time are told of a swap, or deactivated. Default: 16, which a silo has beside its load.</summary>
    public int GrainsAtATime { get; set; } = 16;
}

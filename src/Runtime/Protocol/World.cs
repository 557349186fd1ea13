namespace HotWeave.Protocol;

/// <summary>
/// The one thing that is ever turned: which epoch is current, whether new units wait, and below which number units no longer
/// count as units. Immutable and compared by reference, so that one load sees all of it together and one store changes them.
/// </summary>
internal sealed class World(Epoch main, Gate? gate, long floor, Canary? canary = null)
{
    /// <summary>The current epoch: that of callers outside units, and of units that enter now.</summary>
    internal readonly Epoch Main = main;

    /// <summary>Where new root units wait; null when they need not.</summary>
    internal readonly Gate? Gate = gate;

    /// <summary>Units of epochs below this number are answered like outside callers.</summary>
    internal readonly long Floor = floor;

    /// <summary>An epoch that some of the root units which enter now belong to; null when there is none. Nobody else asks for it.</summary>
    internal readonly Canary? Canary = canary;
}

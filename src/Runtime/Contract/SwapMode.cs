namespace HotWeave;

/// <summary>Who moves to the new version, and when.</summary>
public enum SwapMode
{
    /// <summary>Everybody moves at the next qualified call, running units of work too.</summary>
    Immediate,

    /// <summary>A unit of work keeps the version it began with; new units and callers outside units move.</summary>
    UnitOfWork,

    /// <summary>
    /// New units wait, running ones end, then all move together. If they do not end within <see cref="SwapOptions.Timeout"/>, nothing
    /// has changed. Callers outside units do not wait; they move with the turn.
    /// </summary>
    Quiescent,
}

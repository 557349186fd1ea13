namespace HotWeave;

/// <summary>Who moves to the new version, and when.</summary>
public enum SwapMode
{
    /// <summary>Everybody moves at the next qualified call. The only mode that this version of HotWeave takes.</summary>
    Immediate,

    /// <summary>Reserved; asking for it is refused with HW6203. A unit of work keeps the version it began with; new units and callers outside units move.</summary>
    UnitOfWork,

    /// <summary>Reserved; asking for it is refused with HW6203. New units wait, running ones end, code change runs alone, then all move.</summary>
    Quiescent,
}

namespace HotWeave.Protocol;

/// <summary>Points of a turn that a test can hold open.</summary>
internal enum TurnPhase
{
    /// <summary>Every type that changes has a door; no answer has changed.</summary>
    DoorsHung,

    /// <summary>Quiescent only: new root units wait.</summary>
    GateClosed,

    /// <summary>Quiescent only: no unit runs; the code change comes next.</summary>
    Drained,

    /// <summary>The one store is done.</summary>
    Turned,
}

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>A plausible simplification of what woven code or an operator does, put into the scenario to see that it is found.</summary>
internal enum Defect
{
    None,

    /// <summary>A unit's method reads its slot before it enters the unit.</summary>
    SlotBeforeUnit,

    /// <summary>Work that a unit awaits waits at the gate like any other.</summary>
    NestedWaits,

    /// <summary>Work that a unit sends through a queue and awaits begins a unit of its own.</summary>
    JoinedWaits,

    /// <summary>Work that a unit leaves behind does not hold it, and goes on as its part.</summary>
    NestedDoesNotHold,

    /// <summary>A door asks for the current version only.</summary>
    DoorAsksMain,

    /// <summary>Doors are taken down although units of the version before run.</summary>
    SettlesEarly,

    /// <summary>A caller keeps what it read from a slot for its next call.</summary>
    KeepsSlot,

    /// <summary>A slot that is taken out of the tables does not note what it holds, for who is in a door.</summary>
    ForgetsLast,
}

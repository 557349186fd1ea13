namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>Why deployed code goes on to run after a swap.</summary>
internal enum Keeper
{
    /// <summary>A method that no patch reaches: its type is not swappable.</summary>
    NotSwappable,

    /// <summary>What the process was started with, where it comes by only once.</summary>
    Started,

    /// <summary>What the process was started with, where it goes round or ends.</summary>
    EntryPoint,

    /// <summary>A loop that waits for work.</summary>
    WaitingLoop,

    /// <summary>A loop that goes on as long as what it is fed with.</summary>
    Stream,

    /// <summary>A loop that makes the values of a sequence for whoever asks, and has an end of its own.</summary>
    Rows,

    /// <summary>A delegate that somebody holds.</summary>
    Delegate,
}

/// <summary>A deployed method that goes on to run after a swap.</summary>
/// <param name="Method">The method, as calls see it.</param>
/// <param name="Keeper">Why.</param>
internal readonly record struct StayingMethod(Mono.Cecil.MethodDefinition Method, Keeper Keeper);

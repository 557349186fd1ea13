namespace HotWeave;

/// <summary>How a process is woven by Harmony. Immutable.</summary>
public sealed record HarmonyWeavingOptions
{
    /// <summary>
    /// Whether none of the application's code runs but what called, and none is on any thread's stack; asked before the methods get their
    /// stubs, and after. A game says so between two frames, a host before it starts its services. Null, the default, where the
    /// application has not begun its work: then the thread pool must have done none.
    /// </summary>
    public Func<bool>? IsQuiet { get; init; }

    /// <summary>Whether the application has not begun its work: the JIT has seen too little of it to guess whom a virtual call reaches.</summary>
    internal bool IsAtStart
    {
        get => field || IsQuiet is null;
        init;
    }

    /// <summary>
    /// Whether to weave although some code may keep methods inlined that get stubs, and would go on to call their old code: loops that
    /// run, generic methods that were compiled. They are listed in the result.
    /// </summary>
    public bool AcceptInlined { get; init; }
}

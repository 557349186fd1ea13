namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Why code is entered once in the life of a process.</summary>
internal enum OnceEntry
{
    /// <summary>Nothing says so.</summary>
    None,

    /// <summary>The program begins with it.</summary>
    EntryPoint,

    /// <summary>The runtime runs it once: a static constructor, a module initialiser, the initialisation of an F# file.</summary>
    Initialiser,

    /// <summary>A host starts it with the process and goes on when it has ended.</summary>
    HostedStart,

    /// <summary>A host starts it with the process, and it may be running still.</summary>
    HostedRun,

    /// <summary>It configures what a framework builds once.</summary>
    Configuration,

    /// <summary>A framework asks it for the shape of a model, which it keeps.</summary>
    Model,
}

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>A defect that the runtime or its agent once had, put back into the rewritten one to see that it is found.</summary>
internal enum PlantedDefect
{
    None,

    /// <summary>A purge disposes the event that whoever settles may still set.</summary>
    EventDisposed,

    /// <summary>A thread that the system does not give is an exception for who asks for one.</summary>
    ThreadRefusalThrown,

    /// <summary>What ends an operation is not looked at while units are waited for.</summary>
    CancellationIgnored,

    /// <summary>Processes that share the folder of confirmed patches do not take turns.</summary>
    FolderUnlocked,

    /// <summary>The agent's note of a failure throws where it cannot be written, out of the last frame of a thread.</summary>
    NoteThrows,
}

namespace HotWeave.Tool.Developing;

/// <summary>Something that the session answers to, one after the other.</summary>
internal abstract record DevEvent
{
    private DevEvent()
    {
    }

    /// <summary>Files have changed.</summary>
    /// <param name="Paths">Their paths; empty where only is known that something has.</param>
    /// <param name="Kind">What the strongest of them asks for.</param>
    internal sealed record Changed(IReadOnlyList<string> Paths, SourceKind Kind) : DevEvent;

    /// <summary>A key was pressed.</summary>
    /// <param name="Character">Which.</param>
    internal sealed record Key(char Character) : DevEvent;

    /// <summary>A program has ended by itself.</summary>
    /// <param name="Run">Its run.</param>
    internal sealed record Ended(ProgramRun Run) : DevEvent;

    /// <summary>The session is to end.</summary>
    internal sealed record Quit : DevEvent;
}

namespace HotWeave.Staging.Walking;

/// <summary>What a reader does, or sees, at a place of a page.</summary>
/// <param name="Line">The number of the line where the page says so.</param>
public abstract record PageStep(int Line)
{
    /// <summary>Types commands, one after another.</summary>
    /// <param name="Line">The first one's line.</param>
    /// <param name="Commands">The commands, with their lines.</param>
    /// <param name="Fails">Whether the last one is meant to end with another exit code than 0.</param>
    public sealed record Typed(int Line, IReadOnlyList<(int Line, string Text)> Commands, bool Fails) : PageStep(Line);

    /// <summary>Starts a command in a terminal of its own, where it runs on.</summary>
    /// <param name="Line">Its line.</param>
    /// <param name="Script">The command.</param>
    public sealed record Started(int Line, string Script) : PageStep(Line);

    /// <summary>Writes a file.</summary>
    /// <param name="Line">Where its content begins.</param>
    /// <param name="File">Its path.</param>
    /// <param name="Content">The whole of it.</param>
    public sealed record Written(int Line, string File, string Content) : PageStep(Line);

    /// <summary>Changes a file.</summary>
    /// <param name="Line">Where the change begins.</param>
    /// <param name="File">Its path.</param>
    /// <param name="Old">What the file has once.</param>
    /// <param name="New">What stands there afterwards.</param>
    public sealed record Changed(int Line, string File, string Old, string New) : PageStep(Line);

    /// <summary>Sees what the commands before it printed: these lines in this order, and nothing after the last.</summary>
    /// <param name="Line">Where they begin.</param>
    /// <param name="Lines">The lines; <c>…</c> stands for anything within one.</param>
    public sealed record Seen(int Line, IReadOnlyList<string> Lines) : PageStep(Line);

    /// <summary>Sees, sooner or later, what the command in the last terminal of its own prints after the commands before it.</summary>
    /// <param name="Line">Where the lines begin.</param>
    /// <param name="Lines">The lines; <c>…</c> stands for anything within one.</param>
    public sealed record SeenBeside(int Line, IReadOnlyList<string> Lines) : PageStep(Line);
}

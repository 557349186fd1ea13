namespace HotWeave.Tool.Diagnostics;

/// <summary>What the process says to the shell. Documented in <c>docs/cli.md</c>; scripts rely on it.</summary>
internal static class ExitCode
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Refused, or a check found something; the diagnostics say what. Nothing was changed.</summary>
    public const int Refused = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>What was asked for is done, and could not be said: the standard output takes no more (<c>EX_IOERR</c>).</summary>
    public const int NotWritten = 74;

    /// <summary>A defect of HotWeave (<c>EX_SOFTWARE</c>).</summary>
    public const int Defect = 70;
}

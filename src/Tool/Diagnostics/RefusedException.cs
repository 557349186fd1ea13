using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Diagnostics;

/// <summary>Ends a command for a reason that is the user's to mend; nothing was changed. The command's edge prints it.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException(Diagnostic diagnostic)
        : base(diagnostic.Message) => Diagnostic = diagnostic;

    public RefusedException(Diagnostic diagnostic, Exception cause)
        : base(diagnostic.Message, cause) => Diagnostic = diagnostic;

    /// <summary>Whether what was asked for is so already: the command has done all that there is to do.</summary>
    public bool IsNothingToDo { get; init; }

    /// <summary>The reason.</summary>
    public Diagnostic Diagnostic { get; }
}

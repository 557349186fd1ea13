using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Diagnostics;

/// <summary>Ends a command for a reason that is the user's to mend; nothing was changed. The command's edge prints it.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException(Diagnostic diagnostic)
        : base(diagnostic.Message) => Diagnostic = diagnostic;

    public RefusedException(Diagnostic diagnostic, Exception cause)
        : base(diagnostic.Message, cause) => Diagnostic = diagnostic;

    /// <summary>The reason.</summary>
    public Diagnostic Diagnostic { get; }
}

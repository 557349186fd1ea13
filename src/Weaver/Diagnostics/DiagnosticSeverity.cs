namespace HotWeave.Weaver.Diagnostics;

/// <summary>How grave a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>A fact the user can ask for, such as a method that was skipped and why. Never changes an exit code.</summary>
    Info,

    /// <summary>The operation did what was asked, with a limit that the user should know.</summary>
    Warning,

    /// <summary>The operation was refused; nothing was written.</summary>
    Error,
}

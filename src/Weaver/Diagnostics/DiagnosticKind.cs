namespace HotWeave.Weaver.Diagnostics;

/// <summary>
/// What a message means for the change that is compared. Who declares a <see cref="DiagnosticDescriptor"/> says so; verdicts, strictness
/// and exit codes follow from it, never from the spelling of an id.
/// </summary>
public enum DiagnosticKind
{
    /// <summary>About files, settings or the command given, or what stands in their way: it says nothing of the change.</summary>
    Input,

    /// <summary>About a file that is written.</summary>
    Output,

    /// <summary>About what weaving does with a member.</summary>
    Weaving,

    /// <summary>About a process, a folder or a build that something is done with.</summary>
    Use,

    /// <summary>Says what the patch does; nobody need act on it.</summary>
    Fact,

    /// <summary>A difference that no patch can carry.</summary>
    Edit,

    /// <summary>A hook of the new build that cannot be called, or may do something else than was meant.</summary>
    Hook,

    /// <summary>The change goes live; only reflection, delegates and objects that exist may go on to show what is deployed.</summary>
    Remark,

    /// <summary>A part of the release that has no effect in a running process, only in the next one.</summary>
    NextStart,

    /// <summary>Refused because the request says so, although a patch could carry it.</summary>
    Policy,
}

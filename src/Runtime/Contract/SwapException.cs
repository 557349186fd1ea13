namespace HotWeave;

/// <summary>
/// A swap operation was refused or failed; nothing has changed. <see cref="Code"/> names the reason, which
/// <c>docs/diagnostics.md</c> explains with its cause and remedy.
/// </summary>
public sealed class SwapException : Exception
{
    /// <summary>Makes an exception without a reason; the code is HW6900.</summary>
    public SwapException()
        : this("The swap failed.")
    {
    }

    /// <summary>Makes an exception with the code HW6900.</summary>
    /// <param name="message">What failed.</param>
    public SwapException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes an exception with the code HW6900.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The cause, or null.</param>
    public SwapException(string message, Exception? innerException)
        : this("HW6900", message, innerException)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="code">The diagnostic's id.</param>
    /// <param name="message">What failed, where, and what to do, without the id.</param>
    /// <param name="innerException">The cause, or null.</param>
    public SwapException(string code, string message, Exception? innerException)
        : base(code + ": " + message, innerException) => Code = code;

    /// <summary>The diagnostic's id, such as <c>HW6103</c>. The message begins with it.</summary>
    public string Code { get; }

    /// <summary>What it says of the application; <see cref="SwapFailureKind.Failed"/> unless HotWeave says otherwise.</summary>
    public SwapFailureKind Kind { get; init; }
}

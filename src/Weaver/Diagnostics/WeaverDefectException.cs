namespace HotWeave.Weaver.Diagnostics;

/// <summary>
/// HotWeave met a state that its own rules exclude: a defect of HotWeave (HW9001), never the user's mistake.
/// The message asks for a report.
/// </summary>
public sealed class WeaverDefectException : Exception
{
    /// <summary>The id under which the build and the tool show it.</summary>
    public const string Id = "HW9001";

    /// <summary>Makes the exception with what was violated.</summary>
    public WeaverDefectException(string message)
        : base(Explain(message))
    {
    }

    /// <summary>Makes the exception with what was violated and the cause.</summary>
    public WeaverDefectException(string message, Exception inner)
        : base(Explain(message), inner)
    {
    }

    /// <summary>Makes the exception without details; prefer the others.</summary>
    public WeaverDefectException()
        : base(Explain("an internal rule was violated"))
    {
    }

    private static string Explain(string message) =>
        $"{message}. This is a defect of HotWeave; please report it with the assembly that shows it.";
}

using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Tool.Developing;

/// <summary>What became of one change.</summary>
internal enum ChangeOutcome
{
    /// <summary>The running program would do nothing otherwise.</summary>
    Nothing,

    /// <summary>It runs.</summary>
    Live,

    /// <summary>It runs only after a restart.</summary>
    Restart,

    /// <summary>The process did not take it.</summary>
    Refused,
}

/// <summary>One change, and what became of it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Verdict">What the comparison came to.</param>
/// <param name="Edits">What the change itself is, of all that differs since the program started.</param>
/// <param name="Messages">Why it does not go live as a whole.</param>
internal sealed record LiveChange(
    ChangeOutcome Outcome, PatchVerdict Verdict, IReadOnlyList<Edit> Edits, IReadOnlyList<Diagnostic> Messages)
{
    /// <summary>What the process said when it took the change, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

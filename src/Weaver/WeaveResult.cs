using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model.Ghost;

namespace HotWeave.Weaver;

/// <summary>How weaving ended.</summary>
public enum WeaveOutcome
{
    /// <summary>Refused; nothing was written. The diagnostics say why.</summary>
    Failed,

    /// <summary>The output was written and is woven.</summary>
    Woven,

    /// <summary>The input was woven already with the same settings; the output equals the input.</summary>
    AlreadyWoven,

    /// <summary>No type is marked or selected; the output equals the input.</summary>
    NothingSelected,

    /// <summary>A dry run: the plan was made, nothing was written.</summary>
    Planned,
}

/// <summary>What weaving did. Immutable.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Diagnostics">All messages, in a stable order; skipped methods are among them as
/// <see cref="DiagnosticSeverity.Info"/>.</param>
/// <param name="BaselineId">The id embedded in the output, lower-case hex SHA-256; null when nothing is woven.</param>
/// <param name="Types">Number of swappable types.</param>
/// <param name="Exports">Number of exports.</param>
public sealed record WeaveResult(WeaveOutcome Outcome, IReadOnlyList<Diagnostic> Diagnostics, string? BaselineId, int Types, int Exports)
{
    /// <summary>What to do to the loaded assembly that the output is the copy of; null for what is no copy.</summary>
    internal GhostPlan? Ghost { get; init; }
}

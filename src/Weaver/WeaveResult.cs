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
public sealed record WeaveResult
{
    internal WeaveResult(
        WeaveOutcome outcome,
        IReadOnlyList<Diagnostic> diagnostics,
        string? baselineId,
        int types,
        int exports)
    {
        Outcome = outcome;
        Diagnostics = diagnostics;
        BaselineId = baselineId;
        Types = types;
        Exports = exports;
    }

    /// <summary>How it ended.</summary>
    public WeaveOutcome Outcome { get; init; }

    /// <summary>All messages, in a stable order; skipped methods are among them as <see cref="DiagnosticSeverity.Info"/>.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>The id embedded in the output, lower-case hex SHA-256; null when nothing is woven.</summary>
    public string? BaselineId { get; init; }

    /// <summary>Number of swappable types.</summary>
    public int Types { get; init; }

    /// <summary>Number of exports.</summary>
    public int Exports { get; init; }

    /// <summary>What to do to the loaded assembly that the output is the copy of; null for what is no copy.</summary>
    internal GhostPlan? Ghost { get; init; }
}

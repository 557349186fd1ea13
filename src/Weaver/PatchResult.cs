using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver;

/// <summary>How patch making ended.</summary>
public enum PatchOutcome
{
    /// <summary>Refused; nothing was written. The diagnostics name every reason.</summary>
    Failed,

    /// <summary>The builds differ in nothing that a running process would do; no patch is needed and none was written.</summary>
    NoChanges,

    /// <summary>The patch was made (and written, where a path was given).</summary>
    Made,
}

/// <summary>What patch making found and did. Immutable.</summary>
public sealed record PatchResult
{
    internal PatchResult(
        PatchOutcome outcome,
        IReadOnlyList<Edit> edits,
        IReadOnlyList<Diagnostic> diagnostics,
        string? patchId)
    {
        Outcome = outcome;
        Edits = edits;
        Diagnostics = diagnostics;
        PatchId = patchId;
    }

    /// <summary>How it ended.</summary>
    public PatchOutcome Outcome { get; init; }

    /// <summary>Every difference, in the order of types and members of the new build.</summary>
    public IReadOnlyList<Edit> Edits { get; init; }

    /// <summary>All messages; rude edits are errors.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>The patch's digest, lower-case hex SHA-256; null when none was made.</summary>
    public string? PatchId { get; init; }

    /// <summary>
    /// Why the patch changes what state means, one line each; empty where it does not. Such a patch is applied while no unit of work
    /// runs.
    /// </summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>The methods that are called round a swap, one line each, in the order of the new build.</summary>
    public IReadOnlyList<string> Hooks { get; init; } = [];

    /// <summary>The assemblies that are not deployed and that the patch brings, by their simple names, in ordinal order.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The fields that the change is refused for, since nothing says what objects that exist have there.</summary>
    internal IReadOnlyList<UnsetField> Unset { get; init; } = [];

    /// <summary>What in the release has no effect before the next start, each a message of the kind <see cref="DiagnosticKind.NextStart"/>.</summary>
    public IReadOnlyList<Diagnostic> Waiting => [.. Diagnostics.Where(static d => d.Kind == DiagnosticKind.NextStart)];

    /// <summary>Whether the change can go live.</summary>
    public PatchVerdict Verdict => PatchVerdicts.Judge(Outcome, Diagnostics);
}

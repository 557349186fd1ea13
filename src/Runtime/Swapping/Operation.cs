using System.Diagnostics;

namespace HotWeave.Swapping;

/// <summary>What is running, for messages and the audit; the name gets more exact once the patch was read.</summary>
/// <param name="kind">One word.</param>
/// <param name="requester">On whose behalf; null where nobody said so.</param>
internal sealed class Operation(string kind, string? requester)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    internal string Kind { get; } = kind;

    internal string? Requester { get; } = requester;

    internal string Name { get; set; } = kind;

    /// <summary>The digest of the patch that it is about, once that is known.</summary>
    internal string? PatchId { get; set; }

    internal TimeSpan Age => Stopwatch.GetElapsedTime(_began);
}

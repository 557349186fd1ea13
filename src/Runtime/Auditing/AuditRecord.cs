namespace HotWeave.Auditing;

/// <summary>Who did what, with which patch, when, and how it ended. Immutable.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Operation">The operation's kind in one word, such as <c>commit</c>.</param>
/// <param name="Description">The same in words, for people.</param>
/// <param name="Outcome">One of <see cref="AuditOutcome"/>.</param>
internal sealed record AuditRecord(DateTime Time, string Operation, string Description, string Outcome)
{
    /// <summary>Why it was refused; null when it was not.</summary>
    internal string? Code { get; init; }

    /// <summary>The refusal's message.</summary>
    internal string? Message { get; init; }

    /// <summary>The digest of the patch that it was about; null when it was about none, or the patch could not be read.</summary>
    internal string? Patch { get; init; }

    /// <summary>The trusted keys that signed it, by name; empty where nobody asked, or nobody did who is believed.</summary>
    internal IReadOnlyList<string> SignedBy { get; init; } = [];

    /// <summary>The version that it led from; null where nothing turned.</summary>
    internal int? From { get; init; }

    /// <summary>The version that it led to.</summary>
    internal int? To { get; init; }

    /// <summary>Who moved when.</summary>
    internal SwapMode? Mode { get; init; }

    /// <summary>The version that was current when it had ended.</summary>
    internal int Version { get; init; }

    /// <summary>The digests of that version's patches, in the order in which they are applied.</summary>
    internal IReadOnlyList<string> InForce { get; init; } = [];

    /// <summary>On whose behalf it was; null where nobody said so.</summary>
    internal string? By { get; init; }

    /// <summary>How long it took.</summary>
    internal TimeSpan Duration { get; init; }

    /// <summary>What its result warns of.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether the process was woven in memory, which a restart forgets.</summary>
    internal bool IsGhost { get; init; }
}

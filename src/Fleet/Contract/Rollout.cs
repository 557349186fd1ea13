namespace HotWeave.Fleet.Contract;

/// <summary>Where a roll-out stands.</summary>
internal enum RolloutPhase
{
    /// <summary>Waves follow each other as they succeed.</summary>
    Running,

    /// <summary>An operator has stopped it; instances that have the release keep it.</summary>
    Paused,

    /// <summary>It waits for an operator: instances came to no verdict, or were lost.</summary>
    Holding,

    /// <summary>Instances give the release back.</summary>
    GoingBack,

    /// <summary>Every instance has the release. Only in the history.</summary>
    Succeeded,

    /// <summary>It was given back. Only in the history.</summary>
    Failed,

    /// <summary>An operator ended it, and it was given back. Only in the history.</summary>
    Aborted,
}

/// <summary>One roll-out, from its begin to its end. Immutable: each step writes another.</summary>
internal sealed record Rollout
{
    private const int MostNamed = 3;

    /// <summary>Its number in the application's history, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The patch's digest.</summary>
    public required string Digest { get; init; }

    /// <summary>What people call the release.</summary>
    public required string Label { get; init; }

    /// <summary>The builds that the patch is for: assembly, and id of its baseline.</summary>
    public required IReadOnlyDictionary<string, string> Baselines { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<Wave> Waves { get; init; }

    /// <summary>How instances take it.</summary>
    public required ReleaseTerms Terms { get; init; }

    /// <summary>Who began it.</summary>
    public required string By { get; init; }

    /// <summary>When it was begun, by the clock of who began it.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>When it has to be done; null for no end.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Where it stands.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>The wave under way, from 0; -1 before the first.</summary>
    public int Wave { get; init; } = -1;

    /// <summary>By zone, the greatest key of an instance that has the release.</summary>
    public IReadOnlyDictionary<string, ulong> Chosen { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Whether every instance is chosen, those too that come.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Whether an operator goes on without the verdicts of the wave under way.</summary>
    public bool GoesOnWithoutVerdict { get; init; }

    /// <summary>Why it holds, goes back or ended; empty where nothing is to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the operator asked to go back.</summary>
    public bool IsAborted { get; init; }

    /// <summary>Instances that had not given the release back when the roll-out ended, and why; the first of them. Only in the history.</summary>
    public IReadOnlyList<KeptRelease> Kept { get; init; } = [];

    /// <summary>How many there were.</summary>
    public int KeptBy { get; init; }

    /// <summary>Why it holds, goes back or ended, and who has kept the release; empty where nothing is to be said.</summary>
    public string Explain() => Kept.Count == 0
        ? Reason
        : $"{Reason}; not given back by {string.Join("; ", Kept.Take(MostNamed).Select(static k => $"{k.Instance} ({k.Reason})"))}"
            + (KeptBy > MostNamed ? $" and {KeptBy - MostNamed} more" : "");
}

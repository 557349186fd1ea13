namespace HotWeave.Fleet.Contract;

/// <summary>What the instances of an application shall run: all that steers them, under one key, so that each step is one compare-and-set. Immutable.</summary>
internal sealed record FleetWish
{
    /// <summary>How many ended roll-outs are kept.</summary>
    public const int LongestHistory = 50;

    /// <summary>How many records of steps are kept.</summary>
    public const int MostSteps = 200;

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The digest of the release that every instance shall run; null for the build that was deployed.</summary>
    public string? Release { get; init; }

    /// <summary>The releases before it, the newest last; null among them is the deployed build.</summary>
    public IReadOnlyList<string?> Earlier { get; init; } = [];

    /// <summary>The roll-out under way; null where there is none.</summary>
    public Rollout? Rollout { get; init; }

    /// <summary>How many roll-outs were ever begun.</summary>
    public int Rollouts { get; init; }

    /// <summary>Those that have ended, the newest last.</summary>
    public IReadOnlyList<Rollout> History { get; init; } = [];

    /// <summary>What was done, when and by whom, the newest last.</summary>
    public IReadOnlyList<FleetStep> Steps { get; init; } = [];
}

namespace HotWeave;

/// <summary>
/// How a new version is tried: its units of work are watched for some time, and the version is given back by itself when they fail more often, or
/// take longer, than they may. Immutable.
/// </summary>
/// <remarks>What counts are units that end: how many, how many of them failed (<see cref="UnitHandle.Fail"/>), how long they took.</remarks>
public sealed record ProbationOptions
{
    private readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private readonly double _share = 1;

    /// <summary>How long the version is watched, from 10 milliseconds to a day. Default: a minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public TimeSpan Window
    {
        get => _window;
        init => _window = value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A window is from 10 milliseconds to a day.");
    }

    /// <summary>
    /// The share of new root units that get the new version until the verdict, from 0.0001 to 1. Which ones is decided by their key
    /// (<see cref="UnitOfWork.SetKey"/>). Default: 1, everybody.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public double Share
    {
        get => _share;
        init => _share = value is >= 0.0001 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0.0001 to 1.");
    }

    /// <summary>The share of the new version's units that may fail, from 0 to 1. Null (default): that of the old version's units, and one in a hundred more.</summary>
    public double? MaxErrorRate { get; init; }

    /// <summary>How many times as long as the old version's units the new version's may take on average. Null (default): time is not judged.</summary>
    public double? MaxLatencyRatio { get; init; }

    /// <summary>With fewer units of the new version there is no verdict but inconclusive. Default: 20.</summary>
    public int MinUnits { get; init; } = 20;

    /// <summary>Whether a version that succeeds is confirmed as well (<see cref="HotSwap.ConfirmAsync"/>). Default: no.</summary>
    public bool ConfirmOnSuccess { get; init; }

    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}

namespace HotWeave;

/// <summary>How old versions are purged. Immutable.</summary>
public sealed record PurgeOptions
{
    private readonly TimeSpan? _timeout;

    /// <summary>True: nothing is asked to end; a version that units of work run is left alone, and they are named. False (default): they are asked to end first.</summary>
    public bool Soft { get; init; }

    /// <summary>How long units that were asked to end are waited for, and after them the application's finalizers, each; more than zero and at most a day. Null (default): as for <see cref="SwapOptions.Timeout"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public TimeSpan? Timeout
    {
        get => _timeout;
        init => _timeout = value is null || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(1))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A timeout is more than zero and at most a day.");
    }

    /// <summary>The version that is meant. Null (default): every version that is not current.</summary>
    public VersionNumber? Version { get; init; }
}

namespace HotWeave.Control;

/// <summary>How long the agent waits for others.</summary>
internal sealed record ListenerTimes
{
    /// <summary>For the next connection, before it ends; and for connections to be had again, when the system refuses them.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two attempts to take a connection that the system refuses.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>For the greeting.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the next request to begin.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For a message to be there whole, once it has begun: whatever comes, and however slowly.</summary>
    public TimeSpan Frame { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For the tool's reply to begin, where the agent asks something back.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks whether the peer of a request under way is still there.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(100);
}

namespace HotWeave.Dashboard.Serving;

/// <summary>How a dashboard is served. Immutable.</summary>
internal sealed record DashboardSettings
{
    /// <summary>The name of the policy of who may act; null: nobody.</summary>
    public string? ActionPolicy { get; init; }

    /// <summary>The largest file that is taken.</summary>
    public long MostPatchBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether only requests to this machine by its loopback names are answered, whatever policy is attached.</summary>
    public bool IsLoopbackOnly { get; init; }
}

namespace HotWeave.AspNetCore;

/// <summary>How the dashboard is served. Read once, where <c>MapHotWeaveDashboard</c> is called.</summary>
public sealed class HotWeaveDashboardOptions
{
    private long _mostPatchBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The name of the authorisation policy that a user must meet to act: to check, apply, promote, confirm, reverse, roll back, cancel and
    /// purge. It is asked beside whatever policy the dashboard itself has. Null (default): nobody may, and the dashboard only shows.
    /// </summary>
    public string? ActionPolicy { get; set; }

    /// <summary>The largest patch file that is taken, in bytes; more than zero, and at most a gigabyte. Default: 64 MB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public long MostPatchBytes
    {
        get => _mostPatchBytes;
        set => _mostPatchBytes = value is > 0 and <= 1024 * 1024 * 1024
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A patch has more than zero bytes and at most a gigabyte.");
    }
}

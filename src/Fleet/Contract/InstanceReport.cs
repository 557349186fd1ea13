namespace HotWeave.Fleet.Contract;

/// <summary>What an instance has made of a roll-out.</summary>
internal enum InstanceVerdict
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It is taking the release.</summary>
    Taking,

    /// <summary>It runs and watches it.</summary>
    OnTrial,

    /// <summary>It does as well as it has to.</summary>
    Succeeded,

    /// <summary>Too little has happened to say it.</summary>
    Inconclusive,

    /// <summary>It does worse, and was given back; or the process has not survived it.</summary>
    Failed,

    /// <summary>The process did not take the patch.</summary>
    Refused,
}

/// <summary>
/// What one instance says of itself. It writes it again and again; one that is not written any more is of an instance that was lost.
/// Immutable.
/// </summary>
internal sealed record InstanceReport
{
    /// <summary>The instance's name, which survives restarts.</summary>
    public required string Instance { get; init; }

    /// <summary>Tells one start of it from the next.</summary>
    public required string Start { get; init; }

    /// <summary>Where it stands, such as a data centre; empty where nobody says it.</summary>
    public string Zone { get; init; } = "";

    /// <summary>What else is known of it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The builds that it runs: assembly, and id of its baseline.</summary>
    public required IReadOnlyDictionary<string, string> Baselines { get; init; }

    /// <summary>The digest of the patch in force; null for the deployed build.</summary>
    public string? Runs { get; init; }

    /// <summary>The roll-out that the verdict is of; 0 before the first.</summary>
    public int Rollout { get; init; }

    /// <summary>The verdict.</summary>
    public InstanceVerdict Verdict { get; init; }

    /// <summary>Why, with a code where there is one; empty where nothing is to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// Why the instance keeps a release that it was to give back, with a code where there is one; empty where nothing keeps it. It goes on
    /// trying.
    /// </summary>
    public string KeptBecause { get; init; } = "";

    /// <summary>For how long the report holds, in milliseconds from when a reader first sees it.</summary>
    public required int Lease { get; init; }

    /// <summary>How often it was written since the start.</summary>
    public long Beat { get; init; }

    /// <summary>Whether the instance has ended in order.</summary>
    public bool HasLeft { get; init; }
}

namespace HotWeave.Dashboard.Reports;

/// <summary>What was on the heap at one moment at which a process stood still.</summary>
internal sealed record CensusReport
{
    /// <summary>How many objects there were; arrays are not counted.</summary>
    public long Objects { get; set; }

    /// <summary>How long the process stood still, in milliseconds.</summary>
    public long PauseMs { get; set; }
}

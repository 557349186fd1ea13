namespace HotWeave.Dashboard.Reports;

/// <summary>A version on trial, or the last one that was.</summary>
internal sealed record TrialReport
{
    /// <summary>The version's number.</summary>
    public int Version { get; set; }

    /// <summary>The number of the version that it is compared with.</summary>
    public int Against { get; set; }

    /// <summary>The share of new units that get it until the verdict.</summary>
    public double Share { get; set; }

    /// <summary>How long it is watched, in milliseconds.</summary>
    public long Window { get; set; }

    /// <summary>How long it has been, in milliseconds.</summary>
    public long Elapsed { get; set; }

    /// <summary><c>pending</c>, <c>succeeded</c>, <c>failed</c>, <c>inconclusive</c> or <c>overruled</c>.</summary>
    public string Verdict { get; set; } = "";

    /// <summary>Why; empty while it is not known.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The share of its units that may fail.</summary>
    public double MaxErrorRate { get; set; } = 1;

    /// <summary>How many times as long as the other version's units its units may take; null where time is not judged.</summary>
    public double? MaxLatencyRatio { get; set; }

    /// <summary>With fewer units there is no verdict but inconclusive.</summary>
    public int MinUnits { get; set; }

    /// <summary>How sure it is that its units fail more often than they may, from 0 to 1; null while none has ended, or the process does not say.</summary>
    public double? Doubt { get; set; }

    /// <summary>How the version's units ended.</summary>
    public OutcomesReport New { get; set; } = new();

    /// <summary>How the other version's units ended.</summary>
    public OutcomesReport Old { get; set; } = new();
}

/// <summary>How units ended.</summary>
internal sealed record OutcomesReport
{
    /// <summary>How many ended.</summary>
    public long Ended { get; set; }

    /// <summary>How many of them failed.</summary>
    public long Failed { get; set; }

    /// <summary>How long they took on average, in milliseconds.</summary>
    public double MeanLatency { get; set; }
}

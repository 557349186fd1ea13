using System.Text.Json.Serialization;

namespace HotWeave.Dashboard.Reports;

/// <summary>The status of a process, as it reports it.</summary>
internal sealed record ProcessStatus
{
    /// <summary>The process's id, as it sees itself.</summary>
    public int ProcessId { get; set; }

    /// <summary>The .NET runtime's description.</summary>
    public string Framework { get; set; } = "";

    /// <summary>Version of the process's HotWeave.Runtime.</summary>
    public string RuntimeVersion { get; set; } = "";

    /// <summary>Number of the current version.</summary>
    public int Current { get; set; }

    /// <summary>The operation under way; null when there is none.</summary>
    public string? Operation { get; set; }

    /// <summary>The versions, the baseline first; of those that are unloaded, the last hundred.</summary>
    public IReadOnlyList<VersionReport> Versions { get; set; } = [];

    /// <summary>The woven assemblies that are loaded.</summary>
    public IReadOnlyList<WovenAssemblyReport> Assemblies { get; set; } = [];

    /// <summary>The units of work that run, the oldest first, at most a hundred.</summary>
    public IReadOnlyList<UnitLine> Units { get; set; } = [];

    /// <summary>How many units run.</summary>
    public int RunningUnits { get; set; }

    /// <summary>How many new units wait for a quiescent swap; null when no swap waits.</summary>
    public int? WaitingUnits { get; set; }

    /// <summary>The methods with loops that may run for long and do, by version.</summary>
    public IReadOnlyList<LoopLine> Loops { get; set; } = [];

    /// <summary>The tracked classes whose objects keep the code they were made with.</summary>
    public IReadOnlyList<KeptObjectsLine> KeptObjects { get; set; } = [];

    /// <summary>What may hold a version and cannot be seen.</summary>
    public IReadOnlyList<string> NotKnown { get; set; } = [];

    /// <summary>The patches that are prepared and neither committed nor discarded.</summary>
    public IReadOnlyList<PreparedReport> Prepared { get; set; } = [];

    /// <summary>The version on trial, or the last one that was; null when none ever was.</summary>
    public TrialReport? Trial { get; set; }

    /// <summary>How many unloaded versions are not listed any more.</summary>
    public int Forgotten { get; set; }

    /// <summary>What permanent patches have left behind that the current version does not use.</summary>
    public RetainedReport Retained { get; set; } = new();

    /// <summary>
    /// What was wrong with the confirmed patches when the process started; null when nothing was, or a version has been confirmed since.
    /// </summary>
    public string? StartProblem { get; set; }

    /// <summary>Whose signatures the process asks for, in words; null where it looks at none.</summary>
    public string? Trust { get; set; }

    /// <summary>The process's audit log, as the process sees it; null where it has none.</summary>
    public string? AuditLog { get; set; }

    /// <summary>The version that new calls run; null where the process does not list it.</summary>
    [JsonIgnore]
    public VersionReport? CurrentVersion => Versions.FirstOrDefault(v => v.Number == Current);
}

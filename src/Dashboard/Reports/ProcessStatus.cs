using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotWeave.Dashboard.Reports;

/// <summary>What pages show of a process's status; read from the one form in which runtimes write it, so what is missing is as if there were none.</summary>
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

    /// <summary>The versions, the baseline first.</summary>
    public IReadOnlyList<VersionReport> Versions { get; set; } = [];

    /// <summary>The woven assemblies that are loaded.</summary>
    public IReadOnlyList<WovenAssemblyReport> Assemblies { get; set; } = [];

    /// <summary>The units of work that run, the oldest first, at most a hundred.</summary>
    public IReadOnlyList<UnitLine> Units { get; set; } = [];

    /// <summary>How many units run.</summary>
    public int RunningUnits { get; set; }

    /// <summary>How many new units wait for a quiescent swap; null when no swap waits.</summary>
    public int? WaitingUnits { get; set; }

    /// <summary>The methods with waiting loops that run.</summary>
    public IReadOnlyList<LoopLine> Loops { get; set; } = [];

    /// <summary>What may hold a version and cannot be seen.</summary>
    public IReadOnlyList<string> NotKnown { get; set; } = [];

    /// <summary>The patches that are prepared and neither committed nor discarded.</summary>
    public IReadOnlyList<PreparedReport> Prepared { get; set; } = [];

    /// <summary>The version on trial, or the last one that was.</summary>
    public TrialReport? Trial { get; set; }

    /// <summary>How many unloaded versions are not listed any more.</summary>
    public int Forgotten { get; set; }

    /// <summary>What permanent patches have left behind.</summary>
    public RetainedReport Retained { get; set; } = new();

    /// <summary>What was wrong with the confirmed patches when the process started.</summary>
    public string? StartProblem { get; set; }

    /// <summary>Whose signatures the process asks for, in words.</summary>
    public string? Trust { get; set; }

    /// <summary>The process's audit log, as the process sees it.</summary>
    public string? AuditLog { get; set; }

    /// <summary>The version that new calls run; null where the process does not list it.</summary>
    [JsonIgnore]
    public VersionReport? CurrentVersion => Versions.FirstOrDefault(v => v.Number == Current);

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ProcessStatus Read(string json) =>
        JsonSerializer.Deserialize(json, ReportContext.Default.ProcessStatus) ?? throw new JsonException("it is no object");
}

/// <summary>What an operation that turned or checked reported.</summary>
internal sealed record TurnReport
{
    /// <summary>The version that was current before.</summary>
    public int From { get; set; }

    /// <summary>The version that is, or would be, current.</summary>
    public int To { get; set; }

    /// <summary>The patch's digest; null for a turn to an earlier version.</summary>
    public string? PatchId { get; set; }

    /// <summary>The label of the build that the patch was made from.</summary>
    public string? FromLabel { get; set; }

    /// <summary>The label of the build that it leads to.</summary>
    public string? ToLabel { get; set; }

    /// <summary>Who moves when.</summary>
    public string Mode { get; set; } = "";

    /// <summary>Why it is this mode; null where somebody asked for it.</summary>
    public string? ModeReason { get; set; }

    /// <summary>The types whose code moves.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The differences that the patch carries, one line each.</summary>
    public IReadOnlyList<string> Edits { get; set; } = [];

    /// <summary>What stays behind on old code.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    /// <summary>What went, or would go, wrong without undoing it.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>Of a purge: what became of each version.</summary>
    public IReadOnlyList<PurgedLine> Versions { get; set; } = [];

    /// <summary>Of a confirmation: the version.</summary>
    public int? Version { get; set; }

    /// <summary>Of a confirmation: the folder of confirmed patches.</summary>
    public string? Folder { get; set; }

    /// <summary>Reads one.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static TurnReport Read(string json) =>
        JsonSerializer.Deserialize(json, ReportContext.Default.TurnReport) ?? throw new JsonException("it is no object");
}

/// <summary>What a purge says of a version.</summary>
internal sealed record PurgedLine
{
    /// <summary>Its number.</summary>
    public int Number { get; set; }

    /// <summary>What became of it.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>How many units of work still run it.</summary>
    public int RunningUnits { get; set; }
}

/// <summary>Reads reports without reflection, which trimmed applications have not.</summary>
[JsonSerializable(typeof(ProcessStatus))]
[JsonSerializable(typeof(TurnReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ReportContext : JsonSerializerContext;

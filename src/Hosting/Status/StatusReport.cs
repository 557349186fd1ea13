using System.Reflection;
using System.Runtime.InteropServices;

namespace HotWeave.AspNetCore.Status;

/// <summary>What <c>MapHotWeave</c> answers; the names of its properties are those of <c>hotweave status --format json</c>.</summary>
internal sealed record StatusReport(
    int ProcessId,
    string Framework,
    string RuntimeVersion,
    int Current,
    string? Operation,
    IReadOnlyList<VersionReport> Versions,
    IReadOnlyList<AssemblyReport> Assemblies,
    IReadOnlyList<UnitReport> Units,
    int RunningUnits,
    int? WaitingUnits,
    IReadOnlyList<LoopReport> Loops,
    IReadOnlyList<string> NotKnown,
    IReadOnlyList<PreparedReport> Prepared,
    int Forgotten,
    RetainedReport Retained)
{
    private const int MostUnits = 100;

    /// <summary>What was wrong with the confirmed patches when the process started.</summary>
    public string? StartProblem { get; init; }

    /// <summary>Whose signatures the process asks for, in words.</summary>
    public string? Trust { get; init; }

    private static readonly string s_runtimeVersion = typeof(HotSwap).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    internal static StatusReport Of(SwapStatus status) => new(
        Environment.ProcessId,
        RuntimeInformation.FrameworkDescription,
        s_runtimeVersion,
        status.Current.Value,
        status.Operation,
        [.. status.Versions.Select(static v => new VersionReport(
            v.Number.Value, StateOf(v), v.PatchId ?? "", v.FromLabel, v.ToLabel, v.Reclaimable, v.Bytes, v.Confirmed, v.Types, v.HeldBy, v.SignedBy))],
        [.. status.Assemblies.Select(static a => new AssemblyReport(a.Name, a.BaselineId, a.LoadContext, a.SwappableTypes, a.PatchId))],
        [.. status.Units.Take(MostUnits).Select(static u => new UnitReport(u.Name, (long)u.Age.TotalMilliseconds, u.Version.Value, u.Moved, u.Cancelled))],
        status.Units.Count,
        status.Waiting?.Waiting,
        [.. status.Loops.Select(static l => new LoopReport(l.Method, l.Version.Value, l.Running))],
        status.NotKnown,
        [.. status.Prepared.Select(static p => new PreparedReport(p))],
        status.Forgotten,
        new RetainedReport(status.Retained.Patches, status.Retained.Assemblies, status.Retained.Bytes))
    {
        StartProblem = status.StartProblem,
        Trust = status.Trust,
    };

    private static string StateOf(VersionStatus version) => version.State == VersionState.RolledBack ? "rolled-back" : version.State.ToString().ToLowerInvariant();
}

/// <summary>One version.</summary>
internal sealed record VersionReport(
    int Number, string State, string PatchId, string FromLabel, string ToLabel, bool Reclaimable, long Bytes, bool Confirmed, IReadOnlyList<string> Types, IReadOnlyList<string> HeldBy, IReadOnlyList<string> SignedBy);

/// <summary>What permanent patches have left behind that the current version does not use.</summary>
internal sealed record RetainedReport(int Patches, int Assemblies, long Bytes);

/// <summary>A woven assembly that is loaded.</summary>
internal sealed record AssemblyReport(string Name, string BaselineId, string LoadContext, int SwappableTypes, string? PatchId);

/// <summary>A unit of work that runs; its age in milliseconds.</summary>
internal sealed record UnitReport(string Name, long Age, int Version, bool Moved, bool Cancelled);

/// <summary>Runs of a method with a waiting loop.</summary>
internal sealed record LoopReport(string Method, int Version, int Running);

/// <summary>A patch that is prepared and neither committed nor discarded.</summary>
internal sealed record PreparedReport(string PatchId);

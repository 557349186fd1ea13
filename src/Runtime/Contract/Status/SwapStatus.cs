using System.Reflection;
using System.Text.Json;

namespace HotWeave;

/// <summary>What is loaded and current in this process at one moment. Immutable.</summary>
public sealed record SwapStatus
{
    private const int MostUnits = 100;

    private static readonly string s_runtimeVersion =
        typeof(SwapStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>The version that new calls run.</summary>
    public required VersionNumber Current { get; init; }

    /// <summary>
    /// The versions, by number; the first is the baseline. Of those that are unloaded only the last hundred are remembered, so look one up
    /// with <see cref="Find"/>.
    /// </summary>
    public required IReadOnlyList<VersionStatus> Versions { get; init; }

    /// <summary>The woven assemblies that are loaded, in ordinal order of their names.</summary>
    public required IReadOnlyList<WovenAssemblyStatus> Assemblies { get; init; }

    /// <summary>The patches that are prepared and neither committed nor discarded, in the order of preparing.</summary>
    public required IReadOnlyList<PreparedStatus> Prepared { get; init; }

    /// <summary>The swap operation that is under way, in words; null when there is none.</summary>
    public required string? Operation { get; init; }

    /// <summary>The units of work that run, the oldest first.</summary>
    public required IReadOnlyList<UnitStatus> Units { get; init; }

    /// <summary>The quiescent swap that waits for units to end; null when there is none.</summary>
    public required WaitingStatus? Waiting { get; init; }

    /// <summary>
    /// What may hold a version that is not current and cannot be seen, one sentence each; empty while every version is current or unloaded.
    /// </summary>
    public required IReadOnlyList<string> NotKnown { get; init; }

    /// <summary>The version on trial, or the last one that was; null when none ever was.</summary>
    public required TrialStatus? Trial { get; init; }

    /// <summary>How many versions are unloaded and not in <see cref="Versions"/> any more.</summary>
    public required int Forgotten { get; init; }

    /// <summary>What permanent patches have left behind.</summary>
    public required RetainedCode Retained { get; init; }

    /// <summary>
    /// The methods with loops that may run for long and do, by version, then by name: those of a version that is not current run old code until they
    /// return.
    /// </summary>
    public required IReadOnlyList<LoopStatus> Loops { get; init; }

    /// <summary>
    /// The classes of the current version whose objects keep the code they were made with, with how many of these are alive; only classes
    /// that were woven with <see cref="SwappableAttribute.Track"/>.
    /// </summary>
    public IReadOnlyList<KeptObjectsStatus> KeptObjects { get; init; } = [];

    /// <summary>What was wrong with the confirmed patches when the process started, code first; null when nothing was, or a version has been confirmed since.</summary>
    public string? StartProblem { get; init; }

    /// <summary>Whose signatures the process asks for, in words; null where it looks at none. See <c>docs/security.md</c>.</summary>
    public string? Trust { get; init; }

    /// <summary>The full path of the audit log that operations are written to; null when none is set. See <c>docs/versions.md</c>.</summary>
    public string? AuditLog { get; init; }

    /// <summary>The version of a number.</summary>
    /// <param name="number">Any number.</param>
    /// <returns>Null when there never was such a version, or it is unloaded and forgotten.</returns>
    public VersionStatus? Find(VersionNumber number) => Versions.FirstOrDefault(v => v.Number == number);

    /// <summary>
    /// It as JSON, with the names of <c>hotweave status --format json</c>: times in milliseconds, states and verdicts as words in lower case,
    /// and of the units of work the hundred oldest.
    /// </summary>
    /// <returns>An object on one line.</returns>
    public string ToJson() => JsonReports.Write(Write);

    // A unit that an immediate swap has moved sees the current version.
    private Dictionary<VersionNumber, int> CountUnits()
    {
        var running = new Dictionary<VersionNumber, int>();
        foreach (var unit in Units)
        {
            var version = unit.Moved ? Current : unit.Version;
            running[version] = running.GetValueOrDefault(version) + 1;
        }

        return running;
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("processId", Environment.ProcessId);
        // Not RuntimeInformation: trimming replaces what it says by constants and takes it away.
        json.WriteString("framework", ".NET " + Environment.Version);
        json.WriteString("runtimeVersion", s_runtimeVersion);
        json.WriteNumber("current", Current.Value);
        json.WriteString("operation", Operation);
        var running = CountUnits();
        json.WriteObjects("versions", Versions, (v, j) => v.Write(j, running.GetValueOrDefault(v.Number)));
        json.WriteObjects("assemblies", Assemblies, static (a, j) => a.Write(j));
        json.WriteObjects("units", Units.Take(MostUnits), static (u, j) => u.Write(j));
        json.WriteNumber("runningUnits", Units.Count);
        if (Waiting is null)
            json.WriteNull("waitingUnits");
        else
            json.WriteNumber("waitingUnits", Waiting.Waiting);
        json.WriteObjects("loops", Loops, static (l, j) => l.Write(j));
        json.WriteObjects("keptObjects", KeptObjects, static (k, j) => k.Write(j));
        json.WriteStrings("notKnown", NotKnown);
        json.WriteObjects("prepared", Prepared, static (p, j) => p.Write(j));
        json.WriteObject("trial", Trial, static (t, j) => t.Write(j));
        json.WriteNumber("forgotten", Forgotten);
        json.WriteObject("retained", Retained, static (r, j) => r.Write(j));
        json.WriteString("startProblem", StartProblem);
        json.WriteString("trust", Trust);
        json.WriteString("auditLog", AuditLog);
    }
}

using System.Globalization;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Examining;

/// <summary>Looks at a process from outside and through its agent, one matter after the other, and says of each how it is or what to do. Changes nothing; the agent comes in as for a status.</summary>
/// <param name="id">The process's id.</param>
/// <param name="ask">Asks the process for its status.</param>
internal sealed class Examination(int id, Func<int, ProcessStatus> ask)
{
    private const long FewestMegabytes = 200;

    /// <summary>All that was found.</summary>
    public IReadOnlyList<Finding> Examine()
    {
        var findings = new List<Finding>();
        if (ProcessReader.Read(id) is not { } process)
            return [new Finding("process", "", UseDiagnostics.NoSuchProcess.With(id))];
        findings.Add(new Finding("process", $"{process.Name}, {id.ToString(CultureInfo.InvariantCulture)}"));
        var status = Ask(findings);
        var surroundings = ProcessSurroundings.Read(process);
        if (surroundings.IsKnown)
            findings.AddRange([.. ExamineNeighbours(surroundings), .. ExamineFolders(process, surroundings)]);
        if (status is not null)
            findings.AddRange(ExamineSwap(status));
        return findings;
    }

    // Everything that keeps the agent out is refused with its own code and remedy, in the order in which it would be met.
    private ProcessStatus? Ask(List<Finding> findings)
    {
        try
        {
            var status = ask(id);
            findings.Add(new Finding("live control", $"answers: {status.Framework}, HotWeave.Runtime {status.RuntimeVersion}, diagnostics port and startup hooks work"));
            return status;
        }
        catch (RefusedException e)
        {
            findings.Add(new Finding("live control", "", e.Diagnostic));
            return null;
        }
    }

    private static IEnumerable<Finding> ExamineNeighbours(ProcessSurroundings surroundings)
    {
        yield return surroundings.FindVariable("CORECLR_ENABLE_PROFILING") == "1"
            ? new Finding("profiler", "", DoctorDiagnostics.Neighbour.With($"The profiler {surroundings.FindVariable("CORECLR_PROFILER_PATH") ?? surroundings.FindVariable("CORECLR_PROFILER") ?? ""}", "One that rewrites IL may undo or hide what a patch does: start the process without it where that matters."))
            : new Finding("profiler", "none");
        yield return surroundings.Tracer is { } tracer
            ? new Finding("debugger", "", DoctorDiagnostics.Neighbour.With($"A debugger ({tracer.ToString(CultureInfo.InvariantCulture)})", "Detach it before a swap: a halted process waits, and so does whoever asks it."))
            : new Finding("debugger", "none");
        yield return surroundings.FindVariable("DOTNET_MODIFIABLE_ASSEMBLIES") is "debug"
            ? new Finding("hot reload", "", DoctorDiagnostics.Neighbour.With("Hot Reload", "Edit and Continue and patches do not mix: start the process without DOTNET_MODIFIABLE_ASSEMBLIES."))
            : new Finding("hot reload", "off");
    }

    private static IEnumerable<Finding> ExamineFolders(ProcessFacts process, ProcessSurroundings surroundings)
    {
        yield return ExamineSpace("temporary folder", process.Here(process.TempFolder));
        if (surroundings.FindSetting("HotWeave.Patches", "HOTWEAVE_PATCHES") is not { } folder)
        {
            yield return new Finding("confirmed patches", "", DoctorDiagnostics.NoPatchesFolder.With());
            yield break;
        }

        if (!Path.IsPathRooted(folder))
        {
            yield return new Finding("confirmed patches", $"'{folder}', from where the process was started");
            yield break;
        }

        var here = process.Here(folder);
        yield return FindFolderProblem(here, process) is { } problem
            ? new Finding("confirmed patches", "", DoctorDiagnostics.FolderUnusable.With(folder, problem))
            : new Finding("confirmed patches", $"in '{folder}'");
        if (Directory.Exists(here))
            yield return ExamineSpace("disk", here);
    }

    private static string? FindFolderProblem(string folder, ProcessFacts process)
    {
        try
        {
            // It is made when something is confirmed.
            if (!Directory.Exists(folder))
                return File.Exists(folder) ? "it is a file" : null;
            if (process.UserId is { } user && FileFacts.Read(folder).UserId is var owner && owner != user)
                return $"it belongs to user {owner.ToString(CultureInfo.InvariantCulture)}";
            const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0 ? "others may write to it" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static Finding ExamineSpace(string matter, string folder)
    {
        try
        {
            var megabytes = new DriveInfo(folder).AvailableFreeSpace / 1_000_000;
            return megabytes < FewestMegabytes
                ? new Finding(matter, "", DoctorDiagnostics.LittleSpace.With(megabytes, folder))
                : new Finding(matter, $"{megabytes.ToString("N0", CultureInfo.InvariantCulture)} MB free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(matter, "not known: " + e.Message.TrimEnd('.'));
        }
    }

    private static IEnumerable<Finding> ExamineSwap(ProcessStatus status)
    {
        yield return new Finding("signatures", status.Trust ?? "not looked at");
        yield return new Finding("audit log", status.AuditLog ?? "none is set");
        yield return status.StartProblem is { } problem
            ? new Finding("start", "", DoctorDiagnostics.SwapWouldMeet.With("At the start: " + problem.TrimEnd('.'), "Confirm a version to end it: 'hotweave confirm'."))
            : new Finding("start", "as it should be");
        yield return status.Operation is { } operation
            ? new Finding("operation", "", DoctorDiagnostics.SwapWouldMeet.With($"'{operation}' is under way, and a second operation is refused", "Wait for it, or end it with 'hotweave cancel'."))
            : new Finding("operation", "nothing is under way");
        yield return status.Trial is { Share: < 1, Verdict: "pending" or "inconclusive" } trial
            ? new Finding("trial", "", DoctorDiagnostics.SwapWouldMeet.With($"A share of the units has version {trial.Version} on trial, and other patches are refused", "Decide with 'hotweave promote' or 'hotweave rollback'."))
            : new Finding("trial", "none");
        yield return ExamineUnits(status);
        var old = status.Loops.Where(l => l.Version != status.Current).ToList();
        yield return old.Count > 0
            ? new Finding("waiting loops", "", DoctorDiagnostics.SwapWouldMeet.With($"{Counted.Name(old.Sum(static l => l.Running), "loop runs", "loops run")} the body of an older version ({old[0].Method})", "What they call is new; the loop itself is at the next start."))
            : new Finding("waiting loops", status.Loops.Count == 0 ? "none" : "run the current version");
    }

    private static Finding ExamineUnits(ProcessStatus status)
    {
        const int LongRunning = 2000;
        var slow = status.Units.Count(static u => u.Age >= LongRunning);
        return slow > 0
            ? new Finding("units of work", "", DoctorDiagnostics.SwapWouldMeet.With($"{Counted.Name(slow, "unit has", "units have")} run for more than 2 s (the oldest: {status.Units[0].Name}), and a quiescent swap would wait for them", "Give it time with '--timeout', or end them with '--cancel-units'."))
            : new Finding("units of work", status.RunningUnits == 0 ? "none runs" : $"{Counted.Name(status.RunningUnits, "runs", "run")}, each for less than 2 s");
    }
}

using System.Diagnostics;
using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Tool.Developing;

/// <summary>
/// The changes that one run of a program has taken: makes the patch of each, applies it, and takes the last one back. Each patch leads from
/// what the program was started with to what is built now, and is made with the one before, so that what that brought keeps its identity.
/// </summary>
internal sealed class PatchChain(ProjectFacts project, RunFolder folder, int processId, TurnTerms terms)
{
    // The current version and the one to go back to stay; what is older is unloaded as soon as nothing holds it.
    private const int Kept = 2;

    // What is said of a process that has begun and has not loaded its program yet.
    private static readonly HashSet<string> s_starting = [UseDiagnostics.NotDotNet.Id, UseDiagnostics.NoRuntime.Id, UseDiagnostics.DiagnosticsOff.Id];
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    private readonly List<int> _versions = [];
    private readonly HashSet<Diagnostic> _known = [];
    private string? _last;
    private int _made;

    /// <summary>Does once what every change needs, so that the first is as quick as the others: compares, and brings the control agent in.</summary>
    /// <param name="isAlive">Whether the process lives.</param>
    /// <exception cref="RefusedException">The process cannot be swapped.</exception>
    public void Warm(Func<bool> isAlive)
    {
        PatchMaker.Make(new PatchRequest { BaselinePath = folder.Path, NewPath = project.OutputFolder });
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                ReadStatus();
                return;
            }
            catch (RefusedException e) when (s_starting.Contains(e.Diagnostic.Id) && isAlive() && waited.Elapsed < s_startPatience)
            {
                Thread.Sleep(s_pollInterval);
            }
        }
    }

    /// <summary>Brings the program to what is built now.</summary>
    /// <param name="files">The source files that have changed since the last time; empty where that is not known.</param>
    /// <exception cref="RefusedException">The process has gone, or cannot be reached.</exception>
    public LiveChange ApplyBuild(IReadOnlyList<string> files)
    {
        var path = folder.NextPatch(++_made);
        var result = PatchMaker.Make(new PatchRequest
        {
            BaselinePath = folder.Path,
            NewPath = project.OutputFolder,
            OutputPath = path,
            EarlierPatches = _last is null ? [] : [_last],
            Label = "change " + _made.ToString(CultureInfo.InvariantCulture),
        });
        var edits = FindEdits(result.Edits, files);
        if (result.Verdict is PatchVerdict.Restart or PatchVerdict.None)
        {
            var refusals = result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error);
            return new LiveChange(ChangeOutcome.Restart, result.Verdict, edits, [.. refusals]);
        }

        var remarks = result.Diagnostics.Where(d => d.IsReservation && _known.Add(d)).ToList();
        if (result.Outcome != PatchOutcome.Made)
            return NothingNew(edits, remarks);
        return Apply(path, new LiveChange(ChangeOutcome.Live, result.Verdict, edits, remarks));
    }

    /// <summary>Goes back to the version before the current.</summary>
    /// <exception cref="RefusedException">There is none, or the process refuses.</exception>
    public TurnReport TakeBack() => RollBack(null);

    /// <summary>The versions that the program knows.</summary>
    /// <exception cref="RefusedException">The process has gone, or cannot be reached.</exception>
    public ProcessStatus ReadStatus() => ProcessReport.AskStatus(processId);

    // A change that is taken out of the sources leads back to what the program was started with.
    private LiveChange NothingNew(IReadOnlyList<Edit> edits, IReadOnlyList<Diagnostic> remarks)
    {
        if (_versions.Count == 0 || ReadStatus().Current == 0)
            return new LiveChange(ChangeOutcome.Nothing, PatchVerdict.NothingToDo, edits, remarks);
        var swap = RollBack(0);
        return new LiveChange(ChangeOutcome.Live, PatchVerdict.Live, edits, remarks) { Warnings = swap.Warnings };
    }

    private TurnReport RollBack(int? version) =>
        ProcessReport.Ask<SwapDocument>(processId, new RollbackRequest(version, terms), "rollback", "rolled-back").Report;

    private LiveChange Apply(string path, LiveChange change)
    {
        try
        {
            var request = new ApplyRequest(Reclaimable: true, terms, File.ReadAllBytes(path), Trial: null);
            var swap = ProcessReport.Ask<SwapDocument>(processId, request, "apply", "applied").Report;
            _last = path;
            _versions.Add(swap.To);
            Unload();
            return change with { Warnings = swap.Warnings };
        }
        catch (RefusedException e) when (e.IsNothingToDo)
        {
            return change with { Outcome = ChangeOutcome.Nothing };
        }
        catch (RefusedException e) when (e.Diagnostic.Id != UseDiagnostics.ConnectionLost.Id && e.Diagnostic.Id != UseDiagnostics.NoSuchProcess.Id)
        {
            return change with { Outcome = ChangeOutcome.Refused, Messages = [e.Diagnostic] };
        }
    }

    // What something still holds is asked again at the next change.
    private void Unload()
    {
        foreach (var version in _versions.SkipLast(Kept).ToList())
        {
            var purged = ProcessReport.Ask<PurgeDocument>(processId, new PurgeRequest(IsSoft: true, Timeout: 0, version), "purge", "purged").Report;
            if (purged.Versions.All(static v => v.Outcome is not ("still-referenced" or "held")))
                _versions.Remove(version);
        }
    }

    // The patch carries all that differs since the start; who has just saved wants to hear of that file.
    private static IReadOnlyList<Edit> FindEdits(IReadOnlyList<Edit> edits, IReadOnlyList<string> files)
    {
        var own = edits.Where(e => e.Location is { } place && files.Contains(place.File, StringComparer.Ordinal)).ToList();
        return own.Count > 0 ? own : edits;
    }
}

using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>Weaves a published application in its folder, so that it can be swapped without its source and without a new build, and undoes that.</summary>
internal sealed class FolderWeaver
{
    private readonly Func<WeaveRequest, WeaveResult> _weave;
    private readonly Action<string> _step;

    /// <param name="weave">Weaves one assembly.</param>
    /// <param name="step">Told of every step of changing the folder; for tests that interrupt there.</param>
    public FolderWeaver(Func<WeaveRequest, WeaveResult> weave, Action<string> step)
    {
        _weave = weave;
        _step = step;
    }

    /// <summary>Whether the folder may be exchanged as a whole, where that is possible; else it is changed file by file.</summary>
    public bool MayExchange { get; init; } = true;

    /// <summary>Weaves; the folder is as before or complete, whatever happens.</summary>
    /// <exception cref="RefusedException">The folder cannot be woven.</exception>
    public FolderResult Weave(FolderWeaveRequest request)
    {
        using var opened = Open(request.Folder, isReadOnly: request.DryRun, request.RunningProcess);
        using var work = new WorkFolder();
        var folder = opened.Folder;
        var originals = new OriginalFiles(folder.Path, opened.Record);
        var choice = AssemblyChoice.Choose(folder, request.Assemblies, request.IsGhost);
        var assemblies = new AssemblyWeaving(request, folder, originals, work, _weave).Run(choice.Files);

        List<Diagnostic> messages = [.. opened.Messages, .. choice.Left];
        messages.AddRange(assemblies.SelectMany(a => a.Result.Diagnostics));
        if (assemblies.Any(a => a.Result.Outcome == WeaveOutcome.Failed))
            return new FolderResult(FolderOutcome.Refused, assemblies, [], messages);
        if (assemblies.All(a => a.Result.Outcome == WeaveOutcome.NothingSelected))
            return new FolderResult(FolderOutcome.Refused, assemblies, [], [.. messages, UseDiagnostics.NothingWoven.With(folder.Path)]);
        messages.AddRange(from app in folder.Apps where !app.AllowsStartupHooks select UseDiagnostics.HooksOffInApp.With(app.ConfigName));
        if (request.DryRun)
            return new FolderResult(FolderOutcome.Planned, assemblies, [], messages);

        var plan = new FolderWeavePlan(folder, opened.Record, originals, work);
        foreach (var assembly in assemblies)
            plan.AddAssembly(assembly.File, assembly.Result.Outcome == WeaveOutcome.Woven);
        plan.AddRuntime();
        plan.AddReapplication(request.Reapply, request.Patches);
        return Apply(FolderOutcome.Woven, assemblies, plan.ToChangeSet(), messages);
    }

    /// <summary>Brings every file back to what it was before weaving.</summary>
    /// <exception cref="RefusedException">There is nothing to restore, or restoring would lose a change.</exception>
    public FolderResult Restore(string path)
    {
        using var opened = Open(path, isReadOnly: false, runningProcess: null);
        if (opened.Record.Files.Count == 0 && opened.Messages.Count == 0)
            throw new RefusedException(UseDiagnostics.NothingToRestore.With(opened.Folder.Path));
        return Apply(FolderOutcome.Restored, [], FolderRestorePlan.ToChangeSet(opened.Folder.Path, opened.Record), opened.Messages);
    }

    private FolderResult Apply(FolderOutcome outcome, IReadOnlyList<FolderAssembly> assemblies, FolderChangeSet set, IReadOnlyList<Diagnostic> messages)
    {
        if (set.Changes.Count == 0)
            return new FolderResult(outcome == FolderOutcome.Woven ? FolderOutcome.AlreadyWoven : outcome, assemblies, [], messages);

        FolderApplier.Apply(set, MayExchange, _step);
        var files = set.Changes.Select(c => c.RelativePath).Where(p => !p.StartsWith(FolderRecord.FolderName, StringComparison.Ordinal));
        return new FolderResult(outcome, assemblies, [.. files.Order(StringComparer.Ordinal)], messages);
    }

    private static OpenFolder Open(string path, bool isReadOnly, int? runningProcess)
    {
        var folder = AppFolder.Read(path);
        var guard = FolderLock.Acquire(folder.Path);
        try
        {
            FolderTrust.CheckRecords(folder.Path);
            if (isReadOnly)
                return new OpenFolder(folder, FolderRecord.Read(folder.Path), [], guard);
            if (FolderUse.FindRunning(folder.Path, except: runningProcess) is { } process)
                throw new RefusedException(UseDiagnostics.FolderInUse.With(process.Id, process.Name, folder.Path));
            var messages = FolderApplier.Recover(folder.Path) ? [UseDiagnostics.Recovered.With(folder.Path)] : Array.Empty<Diagnostic>();
            return new OpenFolder(AppFolder.Read(path), FolderRecord.Read(folder.Path), messages, guard);
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    private sealed record OpenFolder(AppFolder Folder, FolderRecord Record, IReadOnlyList<Diagnostic> Messages, IDisposable Guard) : IDisposable
    {
        public void Dispose() => Guard.Dispose();
    }
}

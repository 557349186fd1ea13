using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Processes;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model.Ghost;

namespace HotWeave.Tool.Ghost;

/// <summary>
/// Weaves a process that nobody prepared: a copy of the folder that it runs from first, then, in the same way, what it has in memory. The
/// process's own files are not touched.
/// </summary>
/// <param name="processId">The process.</param>
/// <param name="stubNow">Whether all methods get their stubs at once; null where that depends on the process's .NET.</param>
/// <param name="weaveOnRestart">Whether the folder that it runs from is woven too, so that it starts woven.</param>
internal sealed class GhostWeaver(int processId, bool? stubNow = null, bool weaveOnRestart = false)
{
    // Earlier ones get one batch of stubs, so it holds them all.
    private const int OneBatchBefore = 9;

    private const string PatchesName = "patches";

    /// <summary>Weaves; where anything fails the copy is gone again.</summary>
    /// <param name="output">Where the copy goes.</param>
    /// <param name="request">What to weave of the folder that the copy is of.</param>
    /// <exception cref="RefusedException">The process cannot be woven; it runs as it did.</exception>
    public FolderResult Weave(string output, FolderWeaveRequest request)
    {
        var process = LiveProcess.FindUnprepared(processId);
        var library = Companion.FindGhost() ?? throw new RefusedException(GhostDiagnostics.NoNativePart.With(Companion.Machine));
        if (SwapReadiness.UsesHotWeave(process))
            throw new RefusedException(GhostDiagnostics.Prepared.With(process.Id, process.Name));
        var ghost = LiveGhost.Open(process, File.ReadAllBytes(library));
        if (weaveOnRestart && (ghost.FindFolder() is null || process.Root.Length > 0))
            throw new RefusedException(GhostDiagnostics.NoRestart.With(process.Id, process.Name));
        var copy = ghost.CopyTo(output);
        var patches = Path.Combine(copy, PatchesName);
        var weaving = request with { Folder = copy, IsGhost = true, Patches = patches };
        GhostReply? reply = null;
        var result = AppCopy.Weave(copy, () =>
        {
            var woven = new FolderWeaver(AssemblyWeaver.Weave, static _ => { }).Weave(weaving);
            if (woven.Outcome == FolderOutcome.Woven)
                reply = WeaveLive(ghost, woven, patches);
            return woven;
        });
        // From here on the process is woven, and the copy is what its patches are made against.
        return reply is null ? result : result with
        {
            Diagnostics =
            [
                .. result.Diagnostics, .. reply.Running.Select(a => DescribeRunning(process, a)), .. WeaveFolder(ghost, weaving),
                GhostDiagnostics.Limits.With(processId),
            ],
        };
    }

    private GhostReply WeaveLive(LiveGhost ghost, FolderResult woven, string patches) => ghost.Weave(
        [.. woven.Assemblies.Select(static a => a.Result.Ghost).OfType<GhostPlan>()], stubNow ?? ghost.Release < OneBatchBefore, patches);

    private Diagnostic DescribeRunning(ProcessFacts process, OldActivation activation) =>
        (activation.IsSure ? GhostDiagnostics.RunsInlined : GhostDiagnostics.MayRunInlined)
            .With(processId, SourcePlace.Describe(process, activation), activation.Thread);

    // The process is woven by then, whatever becomes of its folder; in the same way, so that its patches are the folder's.
    private IEnumerable<Diagnostic> WeaveFolder(LiveGhost ghost, FolderWeaveRequest request)
    {
        if (!weaveOnRestart)
            return [];
        try
        {
            // File by file: the process's own folder stays where it is, with what else it reads there.
            var result = new FolderWeaver(AssemblyWeaver.Weave, static _ => { }) { MayExchange = false }
                .Weave(request with { Folder = ghost.FindFolder()!, RunningProcess = processId });
            return result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error);
        }
        catch (RefusedException e)
        {
            return [e.Diagnostic];
        }
    }
}

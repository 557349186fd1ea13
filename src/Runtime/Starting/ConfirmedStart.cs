using HotWeave.Confirming;
using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Settings;
using HotWeave.Swapping;
using HotWeave.Telemetry;

namespace HotWeave.Starting;

/// <summary>
/// Applies confirmed patches before <c>Main</c>, within a deadline, whatever stands in their folder: on a thread of its own, which may hang in a pipe or on a dead server, and is left alone then. What did not go as it should is said on
/// the standard error stream, with the folder and the way out, and stays in the status.
/// </summary>
internal static class ConfirmedStart
{
    internal static void Run(PatchFolder folder)
    {
        var patience = SwapSettings.StartTimeout;
        // Not disposed: a thread that is left alone uses it.
        var deadline = new StartDeadline(patience);
        var ended = new ManualResetEventSlim();
        var isInTime = true;
        var begun = OwnWork.TryStartThread("HotWeave start", () =>
        {
            try
            {
                isInTime = TryApply(folder, deadline);
            }
            finally
            {
                ended.Set();
            }
        });
        if (!begun)
            Fail(folder, SwapDiagnostics.NoThread.Refuse());
        else if (!deadline.Wait(ended) || !isInTime)
            Fail(folder, SwapDiagnostics.StartOverdue.Refuse(folder.Path, patience.TotalSeconds));
    }

    // False when it was given up; who waited says so.
    private static bool TryApply(PatchFolder folder, StartDeadline deadline)
    {
        try
        {
            if (!Directory.Exists(folder.Path))
            {
                Say(SwapDiagnostics.FolderMissing.Warn(folder.Path));
                return true;
            }

            deadline.Progress();
            var result = Swapper.Instance.ReapplyAsync(null, deadline.Progress, deadline.Cancellation).GetAwaiter().GetResult();
            foreach (var warning in result?.Warnings ?? [])
                Say(warning);
        }
        catch (SwapException e)
        {
            Fail(folder, e);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private static void Fail(PatchFolder folder, SwapException reason)
    {
        Say(reason.Message);
        Say(SwapDiagnostics.StartedOnBaseline.Warn(folder.Path, Environment.ProcessId));
    }

    private static void Say(string problem)
    {
        StartProblem.Set(problem);
        SwapEventSource.Log.Warned(problem);
        Console.Error.WriteLine("HotWeave: " + problem);
    }
}

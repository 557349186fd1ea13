using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary>Waits for the verdict on a version that a command has put on trial, and lets the command end as the trial did.</summary>
internal static class TrialWait
{
    private const string Succeeded = "succeeded";

    /// <summary>Makes the turn that begins a trial.</summary>
    /// <exception cref="RefusedException">It was refused; HW7043: there was nothing to do, so that no trial began.</exception>
    public static SwapDocument Begin(Func<SwapDocument> turn)
    {
        try
        {
            return turn();
        }
        catch (RefusedException e) when (e.IsNothingToDo)
        {
            throw new RefusedException(UseDiagnostics.NoTrialBegan.With(e.Diagnostic.Message), e);
        }
    }

    /// <summary>The command's document with the trial; its exit code is 0 only if the version succeeded.</summary>
    public static SwapDocument Follow(SwapDocument swap, Presenter presenter)
    {
        using var interruption = new Interruption();
        using var connection = LiveProcess.Connect(swap.ProcessId);
        var version = swap.Report.To;
        var watch = new TrialWatch(version, () => ProcessReport.AskStatus(connection, swap.ProcessId).Trial, interruption.Wait);
        var trial = presenter.Wait($"Watching version {version} in process {swap.ProcessId}", watch.Run, watch.Describe);
        return trial is { Verdict: Succeeded }
            ? swap with { Trial = trial }
            : swap with { Trial = trial, ExitCode = ExitCode.Refused, Diagnostics = [.. swap.Diagnostics, DiagnosticDocument.From(Problem(version, trial))] };
    }

    private static Diagnostic Problem(int version, TrialReport? trial) => trial switch
    {
        { Verdict: "failed" } => UseDiagnostics.TrialFailed.With(version, trial.Reason),
        { Verdict: "pending" } => UseDiagnostics.NoVerdict.With(version, "its trial goes on, and 'hotweave status' shows it"),
        { Reason.Length: > 0 } => UseDiagnostics.NoVerdict.With(version, $"its trial ended {trial.Verdict} ({trial.Reason})"),
        { } => UseDiagnostics.NoVerdict.With(version, $"its trial ended {trial.Verdict}"),
        null => UseDiagnostics.NoVerdict.With(version, "the trial of another version took the place of its own"),
    };
}

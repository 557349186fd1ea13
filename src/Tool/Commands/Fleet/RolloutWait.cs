using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Telemetry;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Watching;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary>Takes the steps of a roll-out until its end, or until the operator has seen enough; then others go on with it.</summary>
internal sealed class RolloutWait(FleetSession session, int number)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private volatile FleetWish? _last;

    /// <summary>Runs, and lets the command end as the roll-out did.</summary>
    public async Task<Document> DescribeEndAsync(string command, Presenter presenter)
    {
        if (await RunAsync(presenter).ConfigureAwait(false) is not { } ended)
            return await session.DescribeAsync(command, "begun", CancellationToken.None).ConfigureAwait(false);
        var document = await session.DescribeAsync(command, RolloutReport.Word(ended.Phase), CancellationToken.None).ConfigureAwait(false);
        return ended.Phase == RolloutPhase.Succeeded ? document : document with
        {
            ExitCode = ExitCode.Refused,
            Diagnostics =
            [
                DiagnosticDocument.From(FleetToolDiagnostics.GivenBack.With(number, ended.Label, ended.Reason)),
                .. ended.Kept.Select(k => DiagnosticDocument.From(FleetCommandBase.Describe(FleetDiagnostics.Kept(k.Instance, ended.Label, k.Reason)))),
            ],
        };
    }

    // Null where the operator left before the end.
    private async Task<Rollout?> RunAsync(Presenter presenter)
    {
        using var interruption = new Interruption();
        using var ending = new CancellationTokenSource();
        // Nobody listens to the tool's own metrics.
        var telemetry = new FleetTelemetry(session.Application, static e => throw e);
        var controller = new RolloutController(session.Store, session.Application, OperatorName.Current, TimeProvider.System, telemetry);
        var running = controller.RunAsync(wish => FindEnd(_last = wish) is not null, ending.Token);
        presenter.Wait($"Rolling out over {session.Application}", () => WaitForEnd(running, interruption), Describe);
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            return FindEnd(await running.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static bool WaitForEnd(Task running, Interruption interruption)
    {
        while (!running.IsCompleted)
        {
            if (interruption.Wait(s_look))
                return false;
        }

        return true;
    }

    private Rollout? FindEnd(FleetWish wish) => wish.History.LastOrDefault(r => r.Number == number);

    private string? Describe() => _last?.Rollout is { } rollout ? FleetDocument.Describe(rollout) : null;
}

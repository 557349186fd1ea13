using System.Diagnostics;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Instances;

/// <summary>
/// One instance: follows the wish of its application, takes and gives back what it says, judges itself, and reports. It needs the store for
/// nothing else: without it the
/// process starts, runs and goes back as it always does.
/// </summary>
internal sealed class FleetInstance(
    IFleetStore store, FleetOptions options, ISwapTarget target, TimeProvider clock, FleetLog log, FleetTelemetry telemetry)
{
    private const string LeftAlone = "an operator has made another version current here";
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(2);

    private readonly OwnReport _self = new(store, options, target, log);
    private readonly WakeSignal _woken = new(clock);

    // Written by the watch, read by the loop, whole each time. What was reached is the loop's own.
    private volatile FleetWish? _wish;
    private InstanceStep? _reached;

    /// <summary>Runs until it is cancelled, then says that it has left.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task? watch = null;
        try
        {
            await TryAgainAsync(_self.BeginAsync, cancellation).ConfigureAwait(false);
            watch = WatchAsync(ending.Token);
            while (true)
            {
                await FollowAsync(cancellation).ConfigureAwait(false);
                await ReportAsync(cancellation).ConfigureAwait(false);
                // Woken by a change, at the latest when the report is to be written again.
                await _woken.WaitAsync(options.Lease / 3, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LeaveAsync().ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            if (watch is not null)
                await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<bool> WatchAsync(CancellationToken cancellation) => TryAgainAsync(
        async token =>
        {
            await foreach (var entry in store.WatchAsync(FleetKeys.Wish(options.Application), token).ConfigureAwait(false))
            {
                _wish = entry.Value is null ? null : FleetJson.Read<FleetWish>(entry);
                _woken.Wake();
            }

            return true;
        },
        cancellation);

    private async Task FollowAsync(CancellationToken cancellation)
    {
        // Who decides by hand ends a trial without a verdict.
        if (!target.IsOnTrial)
            _self.JudgeAfter(InstanceVerdict.OnTrial, InstanceVerdict.Inconclusive, "an operator ended the trial");
        if (_wish is not { } wish)
            return;
        var step = InstanceStep.Find(wish, _self.Current);
        if (target.FindCurrent() == step.Digest)
            await SettleAsync(wish, step, cancellation).ConfigureAwait(false);
        else if (_reached is { } reached && reached.Digest == step.Digest)
            LeaveAlone();
        else
            await MoveAsync(step, cancellation).ConfigureAwait(false);
    }

    // It runs what it shall. What a roll-out has found here before, in an earlier run of the process or by hand, is taken for good.
    private async Task SettleAsync(FleetWish wish, InstanceStep step, CancellationToken cancellation)
    {
        _reached = step;
        var self = _self.Current;
        if (self.Reason == LeftAlone)
            _self.Explain("");
        if (step.Rollout is { } rollout && self.Rollout != rollout.Number)
            _self.Judge(rollout.Number, InstanceVerdict.Succeeded, "it ran the release already");
        if (step.Rollout is null && wish.Release is not null && self.Verdict != InstanceVerdict.OnTrial)
            await TryAsync(wish.Release, () => target.TryConfirmAsync("fleet", cancellation)).ConfigureAwait(false);
    }

    // An operator's decision at this very process stands; the fleet asks again when it wants something else.
    private void LeaveAlone()
    {
        if (_self.Current.Reason == LeftAlone)
            return;
        log.LogLeftAlone();
        _self.Explain(LeftAlone);
    }

    private async Task MoveAsync(InstanceStep step, CancellationToken cancellation)
    {
        var by = step.Rollout is { } rollout ? $"fleet, roll-out {rollout.Number} by {rollout.By}" : "fleet";
        if (step.Rollout is null && await TryAsync(step.Digest, () => target.TryReturnAsync(step.Digest, by, cancellation)).ConfigureAwait(false))
        {
            _reached = step;
            log.LogReturned(step.Digest ?? "the deployed build");
            telemetry.TellRelease("returned");
            if (_self.Current is var self && self.Verdict is not (InstanceVerdict.Failed or InstanceVerdict.Refused))
                _self.Judge(self.Rollout, InstanceVerdict.None, "");
            return;
        }

        if (step.Digest is { } digest)
            await TakeAsync(step, digest, by, cancellation).ConfigureAwait(false);
    }

    private async Task TakeAsync(InstanceStep step, string digest, string by, CancellationToken cancellation)
    {
        var patch = await TryAgainAsync(token => store.ReadPatchAsync(digest, token), cancellation).ConfigureAwait(false);
        if (patch is null)
        {
            log.LogRefused(digest, "the store does not have it yet.");
            return;
        }

        var number = step.Rollout?.Number ?? _self.Current.Rollout;
        if (step.Rollout is not null)
        {
            _self.Judge(number, InstanceVerdict.Taking, "");
            // Before it is taken: who does not survive it has said so.
            await TryAgainAsync(_self.WriteAsync, cancellation).ConfigureAwait(false);
        }

        _reached = step;
        var activity = telemetry.Start("hotweave.fleet.take", number, digest);
        try
        {
            // A release that everybody has was tried before.
            var terms = step.Rollout?.Terms ?? new ReleaseTerms();
            await target.TakeAsync(digest, patch, terms, by, (verdict, reason) => Hear(number, verdict, reason), cancellation).ConfigureAwait(false);
            log.LogTaken(digest, number);
            // The verdict may have come before the call returned.
            _self.JudgeAfter(InstanceVerdict.Taking, terms.Probation is null ? InstanceVerdict.Succeeded : InstanceVerdict.OnTrial, "");
            EndTaking(activity, "taken", "");
        }
        catch (Exception e) when (e is SwapException or FleetException)
        {
            log.LogRefused(digest, e.Message);
            _self.Judge(number, InstanceVerdict.Refused, e.Message);
            EndTaking(activity, "refused", e.Message);
        }
    }

    private void EndTaking(Activity? activity, string outcome, string problem)
    {
        telemetry.End(activity, outcome, problem);
        telemetry.TellRelease(outcome);
    }

    private void Hear(int number, InstanceVerdict verdict, string reason)
    {
        log.LogVerdict(number, verdict.ToString(), reason);
        telemetry.TellVerdict(verdict);
        _self.Judge(number, verdict, reason);
        _woken.Wake();
    }

    private async Task<bool> TryAsync(string? digest, Func<Task<bool>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (SwapException e)
        {
            log.LogRefused(digest ?? "the deployed build", e.Message);
            return false;
        }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        try
        {
            await _self.WriteAsync(cancellation).ConfigureAwait(false);
            telemetry.TellReport();
        }
        catch (FleetException e)
        {
            SayStore(e);
        }
    }

    private void SayStore(FleetException problem)
    {
        telemetry.TellStoreFailure();
        log.LogStore(problem.Message);
    }

    // Not for long: the application ends.
    private async Task LeaveAsync()
    {
        if (!_self.HasBegun)
            return;
        using var patience = new CancellationTokenSource(s_leaving, clock);
        try
        {
            await _self.LeaveAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FleetException or OperationCanceledException)
        {
            log.LogStore("The end of the instance could not be reported.");
        }
    }

    private async Task<T> TryAgainAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await act(cancellation).ConfigureAwait(false);
            }
            catch (FleetException e)
            {
                SayStore(e);
                await Task.Delay(s_pause, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}

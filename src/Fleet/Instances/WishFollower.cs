using System.Diagnostics;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Instances;

/// <summary>Brings the process to what is wished of it, one step at a time, and says in its report what became of it.</summary>
/// <param name="store">Where patches are.</param>
/// <param name="target">What is swapped.</param>
/// <param name="self">The instance's report.</param>
/// <param name="patience">Waits for a store that is away.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The application's log.</param>
/// <param name="telemetry">Told of releases and verdicts.</param>
/// <param name="woken">Called when there is something new to follow or report.</param>
internal sealed class WishFollower(
    IFleetStore store, ISwapTarget target, OwnReport self, StorePatience patience, TimeProvider clock, FleetLog log, FleetTelemetry telemetry, Action woken)
{
    private const string LeftAlone = "an operator has made another version current here";

    // What is refused once may be refused for a moment only, as while another operation is under way.
    private const int TriesUntilSaid = 3;

    private readonly TryPace _pace = new(clock);
    private readonly TryPace _confirming = new(clock);

    // The step that was done last, and the one that is tried.
    private InstanceStep? _reached;
    private InstanceStep? _tried;

    /// <summary>How long it may be until it is to follow again.</summary>
    public TimeSpan FindPause(TimeSpan most) => _pace.Refusals > 0 && _pace.Left < most ? _pace.Left : most;

    /// <summary>Follows what is wished now.</summary>
    public async Task FollowAsync(FleetWish? wish, CancellationToken cancellation)
    {
        HearVerdict();
        var step = wish is null ? null : InstanceStep.Find(wish, self.Current);
        if (step is null || _tried is null || !IsSame(_tried, step))
            _pace.Reset();
        _tried = step;
        if (step is null)
            self.Keep("");
        else if (target.FindCurrent() == step.Digest)
            await SettleAsync(step, cancellation).ConfigureAwait(false);
        else if (_reached is { } reached && reached.Digest == step.Digest)
            LeaveAlone();
        else if (_pace.Left == TimeSpan.Zero)
            await MoveAsync(step, cancellation).ConfigureAwait(false);
    }

    private static bool IsSame(InstanceStep one, InstanceStep other) => one.Digest == other.Digest && one.Rollout?.Number == other.Rollout?.Number;

    // Whoever decides by hand ends a trial; nobody is told of that, and the process knows it.
    private void HearVerdict()
    {
        if (self.Current is { Verdict: InstanceVerdict.OnTrial } report && target.FindVerdict() is var (verdict, reason))
            Hear(report.Rollout, verdict, reason);
    }

    // It runs what it shall. What a roll-out has found here before, in an earlier run of the process or by hand, is taken for good.
    private async Task SettleAsync(InstanceStep step, CancellationToken cancellation)
    {
        _reached = step;
        _pace.Reset();
        self.Keep("");
        var report = self.Current;
        if (report.Reason == LeftAlone)
            self.Explain("");
        if (step.Rollout is { } rollout && report.Rollout != rollout.Number)
            self.Judge(rollout.Number, InstanceVerdict.Succeeded, "it ran the release already");
        if (step.Rollout is null && step.Digest is { } release && report.Verdict != InstanceVerdict.OnTrial && _confirming.Left == TimeSpan.Zero)
            await ConfirmAsync(release, cancellation).ConfigureAwait(false);
    }

    private async Task ConfirmAsync(string release, CancellationToken cancellation)
    {
        if (await FindRefusalAsync(() => target.TryConfirmAsync("fleet", cancellation), cancellation).ConfigureAwait(false) is { } refusal)
        {
            _confirming.NoteRefusal();
            log.LogUnconfirmed(release, refusal);
        }
        else
        {
            _confirming.Reset();
        }
    }

    // An operator's decision at this very process stands; the fleet asks again when it wants something else.
    private void LeaveAlone()
    {
        _pace.Reset();
        if (self.Current.Reason == LeftAlone)
            return;
        log.LogLeftAlone();
        self.Explain(LeftAlone);
        self.Keep(LeftAlone);
    }

    private async Task MoveAsync(InstanceStep step, CancellationToken cancellation)
    {
        var by = step.Rollout is { } rollout ? $"fleet, roll-out {rollout.Number} by {rollout.By}" : "fleet";
        if (step.Rollout is null)
        {
            var isThere = false;
            var refusal = await FindRefusalAsync(
                async () => isThere = await target.TryReturnAsync(step.Digest, by, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            if (refusal is not null)
            {
                NoteRefusal(step, refusal);
                return;
            }

            if (isThere)
            {
                EndReturn(step);
                return;
            }
        }

        if (step.Digest is { } digest)
            await TakeAsync(step, digest, by, cancellation).ConfigureAwait(false);
    }

    private void EndReturn(InstanceStep step)
    {
        _reached = step;
        _pace.Reset();
        self.Keep("");
        log.LogReturned(step.Digest ?? "the deployed build");
        telemetry.TellRelease("returned");
        if (self.Current is var report && report.Verdict is not (InstanceVerdict.Failed or InstanceVerdict.Refused))
            self.Judge(report.Rollout, InstanceVerdict.None, "");
    }

    private async Task TakeAsync(InstanceStep step, string digest, string by, CancellationToken cancellation)
    {
        var patch = await patience.TryAgainAsync(token => store.ReadPatchAsync(digest, token), cancellation).ConfigureAwait(false);
        if (patch is null)
        {
            NoteRefusal(step, Describe(FleetDiagnostics.NotStored(digest)));
            return;
        }

        var number = step.Rollout?.Number ?? self.Current.Rollout;
        if (step.Rollout is not null)
        {
            self.Judge(number, InstanceVerdict.Taking, "");
            self.Keep("");
            // Before it is taken: who does not survive it has said so.
            await patience.TryAgainAsync(self.WriteAsync, cancellation).ConfigureAwait(false);
        }

        var activity = telemetry.Start("hotweave.fleet.take", number, digest);
        // A release that everybody has was tried before.
        var terms = step.Rollout?.Terms ?? new ReleaseTerms();
        var refusal = await FindRefusalAsync(
            async () =>
            {
                await target.TakeAsync(digest, patch, terms, by, (verdict, reason) => Hear(number, verdict, reason), cancellation).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);
        telemetry.End(activity, refusal is null ? "taken" : "refused", refusal ?? "");
        telemetry.TellRelease(refusal is null ? "taken" : "refused");
        if (refusal is null)
            EndTaking(step, digest, number, terms);
        else if (step.Rollout is not null)
            Refuse(digest, number, refusal);
        else
            NoteRefusal(step, refusal);
    }

    private void EndTaking(InstanceStep step, string digest, int number, ReleaseTerms terms)
    {
        _reached = step;
        _pace.Reset();
        self.Keep("");
        log.LogTaken(digest, number);
        // The verdict may have come before the call returned.
        self.JudgeAfter(InstanceVerdict.Taking, terms.Probation is null ? InstanceVerdict.Succeeded : InstanceVerdict.OnTrial, "");
        if (step.Rollout is null)
            self.JudgeAfter(InstanceVerdict.Refused, InstanceVerdict.None, "");
    }

    private void Refuse(string digest, int number, string refusal)
    {
        log.LogRefused(digest, refusal);
        self.Judge(number, InstanceVerdict.Refused, refusal);
    }

    // It goes on trying; what it says of it is for whoever waits.
    private void NoteRefusal(InstanceStep step, string refusal)
    {
        _pace.NoteRefusal();
        log.LogRefused(step.Digest ?? "the deployed build", refusal);
        if (_pace.Refusals < TriesUntilSaid)
            return;
        if (step.Rollout is { } rollout)
            self.Judge(rollout.Number, InstanceVerdict.Refused, refusal);
        else if (target.FindCurrent() is { } kept)
            Keep(kept, refusal);
        else
            self.Judge(self.Current.Rollout, InstanceVerdict.Refused, refusal);
    }

    private void Keep(string kept, string refusal)
    {
        if (self.Current.KeptBecause.Length == 0)
            log.LogWarning(FleetDiagnostics.Kept(self.Current.Instance, kept, refusal).Message);
        self.Keep(refusal);
    }

    private void Hear(int number, InstanceVerdict verdict, string reason)
    {
        if (!self.TryEndTrial(number, verdict, reason))
            return;
        log.LogVerdict(number, verdict.ToString(), reason);
        telemetry.TellVerdict(verdict);
        woken();
    }

    private static string Describe(FleetException problem) => $"{problem.Code}: {problem.Message}";

    // Null where it was done.
    private static async Task<string?> FindRefusalAsync(Func<Task<bool>> act, CancellationToken cancellation)
    {
        try
        {
            await act().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is SwapException or FleetException)
        {
            return e is FleetException problem ? Describe(problem) : e.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "an operator cancelled it.";
        }
    }
}

using HotWeave.Admission;
using HotWeave.CodeChange;
using HotWeave.Confirming;
using HotWeave.Diagnostics;
using HotWeave.Guarding;
using HotWeave.Loading;
using HotWeave.Operations;
using HotWeave.Protocol;
using HotWeave.Telemetry;
using HotWeave.Telemetry.Listeners;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Probation;

/// <summary>Watches the version on trial, of which there is one at most, and acts on the verdict by itself.</summary>
internal sealed class Trials(VersionRegistry registry, SwapSteps steps, SwapMetrics metrics, OperationRunner runner, ISwapListener listener, SwapLock swapLock, Confirmation confirmation, PatchAdmission admission)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private readonly CanarySteps _canary = new(registry, steps, metrics);

    // The last trial, over or not. Stored under the swap lock.
    private volatile Trial? _trial;
    private ITimer? _timer;
    private int _ticking;

    internal TrialStatus? Status => _trial?.Status();

    /// <summary>Commits a patch: for good, on trial, or for a share of the units. Under the swap lock.</summary>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    internal SwapResult Commit(PatchCopies patch, SwapOptions? loading, SwapOptions options, CancellationToken cancellationToken)
    {
        RefuseDuringCanary();
        Companions.CheckStubs(patch.Entries);
        var warnings = patch.Warnings.Union(admission.CheckCommit(patch.Signature, options.AcceptOlder)).ToList();
        var result = CommitAdmitted(patch, loading, options, cancellationToken);
        admission.Note(patch.Signature, options.AcceptOlder);
        return result with { Warnings = [.. result.Warnings, .. warnings] };
    }

    private SwapResult CommitAdmitted(PatchCopies patch, SwapOptions? loading, SwapOptions options, CancellationToken cancellationToken)
    {
        if (options.Probation is not { } probation)
        {
            var result = steps.Commit(patch, loading, options, cancellationToken);
            Overrule("another patch was applied");
            return result;
        }

        CheckConditions(patch, probation);
        return probation.Share < 1 ? BeginCanary(patch, options, probation, cancellationToken) : BeginWhole(patch, loading, options, probation, cancellationToken);
    }

    // What its end could not do is refused at its beginning.
    private void CheckConditions(PatchCopies patch, ProbationOptions probation)
    {
        if (probation.ConfirmOnSuccess && patch.All.SelectMany(static p => p.Unmade).ToList() is { Count: > 0 } unmade)
            throw LookDiagnostics.UnmadeNotConfirmed.Refuse(string.Join(", ", unmade.Select(static u => u.Slot.Type)));
        if (StatePlan.FindUnmade(registry.With(patch.All), registry.Current) is { Count: > 0 } before)
            throw LookDiagnostics.UnmadeOnTrial.Refuse(string.Join(", ", before.Select(static u => u.Slot.Type)));
    }

    /// <summary>Under the swap lock.</summary>
    /// <exception cref="SwapException">HW6220.</exception>
    internal void RefuseDuringCanary()
    {
        if (_trial is { Canary: not null } trial)
            throw SwapDiagnostics.OnTrial.Refuse(trial.Version.Number, trial.Options.Share);
    }

    /// <summary>Gives the share of the units back, if one has a version on trial. Under the swap lock.</summary>
    internal SwapResult? Abandon()
    {
        if (_trial is not { Canary: not null } trial)
            return null;
        var result = _canary.Abandon(trial, "an operator gave it back");
        End(trial, TrialVerdict.Overruled, "an operator gave it back");
        return result;
    }

    /// <summary>An operator has decided otherwise. Under the swap lock.</summary>
    internal void Overrule(string reason)
    {
        if (_trial is { IsPending: true } trial)
            End(trial, TrialVerdict.Overruled, reason);
    }

    /// <summary>A turn to another version was made, which ended a trial by a share of the units as well; one that fails leaves it alone. Under the swap lock.</summary>
    internal void Turned(string reason)
    {
        if (_trial is not { Canary: not null } trial)
        {
            Overrule(reason);
            return;
        }

        _canary.Turned(trial);
        End(trial, TrialVerdict.Overruled, reason);
    }

    /// <summary>Lets everybody have the version on trial. Under the swap lock.</summary>
    /// <exception cref="SwapException">HW6222; there is nothing to do where everybody has the version that was on trial last.</exception>
    internal SwapResult Promote()
    {
        if (_trial is not { Canary: not null } trial)
            throw _trial?.Version == registry.Current ? SwapDiagnostics.NoTrial.NothingToDo() : SwapDiagnostics.NoTrial.Refuse();
        var result = _canary.Promote(trial, "an operator promoted it");
        End(trial, TrialVerdict.Overruled, "an operator promoted it");
        return result;
    }

    private SwapResult BeginCanary(PatchCopies patch, SwapOptions options, ProbationOptions probation, CancellationToken cancellationToken)
    {
        var (result, trial) = _canary.Begin(patch, options, probation, cancellationToken);
        Overrule("another patch was applied");
        Begin(trial);
        return result;
    }

    private SwapResult BeginWhole(PatchCopies patch, SwapOptions? loading, SwapOptions options, ProbationOptions probation, CancellationToken cancellationToken)
    {
        var from = registry.Current;
        var older = Transition.World.Main.Units;
        var result = steps.Commit(patch, loading, options, cancellationToken);
        Overrule("another patch was applied");
        Begin(new Trial(registry.Current, from, Transition.World.Main.Units, older, null, probation));
        return result;
    }

    private void Begin(Trial trial)
    {
        _trial = trial;
        var period = trial.Options.Window / 20;
        period = period < s_shortest ? s_shortest : period > s_longest ? s_longest : period;
        _timer?.Dispose();
        _timer = OwnWork.StartTimer("judging a trial", trial.Options.Clock, () => Tick(trial), period, period);
    }

    private void End(Trial trial, TrialVerdict verdict, string reason)
    {
        _timer?.Dispose();
        _timer = null;
        trial.End(verdict, reason);
        SwapEventSource.Log.Judged(trial.Version.Number.Value, verdict.ToString(), reason);
    }

    // Another operation may hold the lock: then the next tick sees to it.
    private void Tick(Trial trial)
    {
        if (trial.IsPending && swapLock.Holder is null && trial.Judge().Verdict != TrialVerdict.Pending && Interlocked.Exchange(ref _ticking, 1) == 0)
            _ = DecideAsync(trial);
    }

    private async Task DecideAsync(Trial trial)
    {
        // An operator may have ended it before the lock was had, which is told of otherwise.
        TrialStatus? ended = null;
        SwapResult? turned = null;
        try
        {
            await runner.RunAsync("verdict", operation =>
            {
                operation.Name = "act on the trial of version " + trial.Version.Number;
                using var held = swapLock.Acquire(operation.Name);
                if (!trial.IsPending)
                    return turned;
                try
                {
                    Decide(trial, ref turned);
                }
                finally
                {
                    // A verdict is one, whether or not what follows from it could be done.
                    ended = trial.IsPending ? null : trial.Status();
                }

                return turned;
            }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SwapException or OperationCanceledException)
        {
            // Reported by the runner. The trial is pending still, or says in its verdict what could not be done.
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }

        if (turned is not null)
            runner.Announce(turned);
        if (ended is not null)
            listener.TellTrialEnded(ended);
    }

    private void Decide(Trial trial, ref SwapResult? turned)
    {
        var (verdict, reason) = trial.Judge();
        switch (verdict)
        {
            case TrialVerdict.Failed:
                turned = GiveBack(trial, reason);
                break;
            case TrialVerdict.Succeeded:
                turned = trial.Canary is null ? null : Promote(trial, reason);
                End(trial, verdict, reason);
                if (trial.Options.ConfirmOnSuccess)
                    Confirm(trial, reason);
                break;
            case TrialVerdict.Inconclusive:
                End(trial, verdict, reason);
                break;
            default:
                break;
        }
    }

    private SwapResult Promote(Trial trial, string reason)
    {
        try
        {
            return _canary.Promote(trial, "its trial succeeded: " + reason);
        }
        catch (SwapException e)
        {
            // The share keeps it, until an operator decides.
            End(trial, TrialVerdict.Inconclusive, $"{reason}; not everybody could have it: {e.Message}");
            throw;
        }
    }

    private void Confirm(Trial trial, string reason)
    {
        try
        {
            confirmation.Confirm(trial.Version.Number);
        }
        catch (SwapException e)
        {
            End(trial, TrialVerdict.Succeeded, $"{reason}; it could not be confirmed: {e.Message}");
            throw;
        }
    }

    private SwapResult GiveBack(Trial trial, string reason)
    {
        var warning = SwapDiagnostics.GivenBack.Warn(trial.Version.Number, reason);
        SwapResult result;
        try
        {
            result = trial.Canary is null
                ? steps.MakeCurrent(TurnRequest.Of(registry.Current, registry.Earlier(trial.Against.Number), new SwapOptions(), CancellationToken.None), null, [warning])
                : _canary.Abandon(trial, "its trial failed") with { Warnings = [warning] };
        }
        catch (SwapException e)
        {
            End(trial, TrialVerdict.Failed, $"{reason}; it could not be given back: {e.Message}");
            throw;
        }

        End(trial, TrialVerdict.Failed, reason);
        return result;
    }
}

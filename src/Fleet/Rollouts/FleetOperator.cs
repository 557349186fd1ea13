using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Fleet.Rollouts;

/// <summary>What an operator does to an application's fleet. Each is one compare-and-set, tried again while others write.</summary>
internal sealed class FleetOperator(IFleetStore store, string application, string by, TimeProvider clock)
{
    /// <summary>Puts a patch into the store.</summary>
    public async Task PublishAsync(PublishedPatch patch, byte[] bytes, CancellationToken cancellation)
    {
        // The file first: who sees the entry finds it.
        await store.PutPatchAsync(patch.Digest, bytes, cancellation).ConfigureAwait(false);
        await store.WriteAsync(FleetKeys.Patch(application, patch.Digest), FleetJson.Write(patch), cancellation).ConfigureAwait(false);
    }

    /// <summary>Finds a published patch by its digest or the beginning of it.</summary>
    /// <exception cref="FleetException">HW8403: there is none, or several.</exception>
    public async Task<PublishedPatch> FindPatchAsync(string digest, CancellationToken cancellation)
    {
        var found = (await store.ListAsync(FleetKeys.Patches(application), cancellation).ConfigureAwait(false)).Select(FleetJson.Read<PublishedPatch>)
            .Where(p => p.Digest.StartsWith(digest, StringComparison.OrdinalIgnoreCase)).ToList();
        return found is [var one] ? one : throw FleetDiagnostics.NoSuchPatch(digest, application);
    }

    /// <summary>Begins a roll-out.</summary>
    /// <exception cref="FleetException">HW8405: another is under way.</exception>
    public Task<FleetWish> BeginAsync(
        PublishedPatch patch, IReadOnlyList<Wave> waves, ReleaseTerms terms, TimeSpan? deadline, CancellationToken cancellation) => ChangeAsync(
        wish =>
        {
            if (wish.Rollout is { } other)
                throw FleetDiagnostics.RolloutUnderWay(other.Number, other.Label, other.By);
            var now = clock.GetUtcNow();
            return wish with
            {
                Rollouts = wish.Rollouts + 1,
                Rollout = new Rollout
                {
                    Number = wish.Rollouts + 1, Digest = patch.Digest, Label = patch.Label, Baselines = patch.Baselines, Waves = waves, Terms = terms, By = by,
                    Begun = now, Deadline = now + deadline,
                },
            };
        },
        cancellation);

    /// <summary>Stops a roll-out where it is.</summary>
    /// <exception cref="FleetException">HW8406: there is none.</exception>
    public Task<FleetWish> PauseAsync(CancellationToken cancellation) => ChangeRolloutAsync(
        static r => r.Phase == RolloutPhase.GoingBack ? r : r with { Phase = RolloutPhase.Paused, Reason = "" }, cancellation);

    /// <summary>Lets a roll-out go on, also without the verdicts that it holds for.</summary>
    /// <exception cref="FleetException">HW8406: there is none.</exception>
    public Task<FleetWish> ResumeAsync(CancellationToken cancellation) => ChangeRolloutAsync(
        static r => r.Phase is RolloutPhase.Paused or RolloutPhase.Holding
            ? r with { Phase = RolloutPhase.Running, Reason = "", GoesOnWithoutVerdict = r.GoesOnWithoutVerdict || r.Phase == RolloutPhase.Holding }
            : r,
        cancellation);

    /// <summary>Ends a roll-out; the instances give its release back.</summary>
    /// <exception cref="FleetException">HW8406: there is none.</exception>
    public Task<FleetWish> AbortAsync(CancellationToken cancellation) => ChangeRolloutAsync(
        r => r.Phase == RolloutPhase.GoingBack ? r : r with { Phase = RolloutPhase.GoingBack, IsAborted = true, Reason = $"{by} ended it" }, cancellation);

    /// <summary>Brings all instances back to the release before the current.</summary>
    /// <exception cref="FleetException">HW8405: a roll-out is under way; HW8407: there is no earlier one.</exception>
    public Task<FleetWish> RollBackAsync(CancellationToken cancellation) => ChangeAsync(
        wish =>
        {
            if (wish.Rollout is { } other)
                throw FleetDiagnostics.RolloutUnderWay(other.Number, other.Label, other.By);
            return wish.Earlier.Count == 0
                ? throw FleetDiagnostics.NoEarlierRelease(application)
                : wish with { Release = wish.Earlier[^1], Earlier = [.. wish.Earlier.SkipLast(1)] };
        },
        cancellation);

    private Task<FleetWish> ChangeRolloutAsync(Func<Rollout, Rollout> change, CancellationToken cancellation) => ChangeAsync(
        wish => wish with { Rollout = change(wish.Rollout ?? throw FleetDiagnostics.NoRollout(application)) }, cancellation);

    private async Task<FleetWish> ChangeAsync(Func<FleetWish, FleetWish> change, CancellationToken cancellation)
    {
        var key = FleetKeys.Wish(application);
        while (true)
        {
            var read = await store.ReadAsync(key, cancellation).ConfigureAwait(false);
            var before = read is null ? new FleetWish { Application = application } : FleetJson.Read<FleetWish>(read);
            var next = StepRecord.Add(before, change(before), by, clock.GetUtcNow());
            if (await store.TryWriteAsync(key, FleetJson.Write(next), read?.Revision ?? 0, cancellation).ConfigureAwait(false) is not null)
                return next;
        }
    }
}

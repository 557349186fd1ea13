using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// The next step of a roll-out, as a value: from the wish and what instances report to another wish, or none. Whoever writes it does so by
/// compare-and-set, so that any
/// number of controllers may work it out and one of them wins; none keeps anything of its own.
/// </summary>
internal static class RolloutStep
{
    private const int Named = 3;
    private const int MostKept = 20;

    /// <summary>Works it out.</summary>
    /// <param name="wish">The wish, as it stands in the store.</param>
    /// <param name="view">The instances.</param>
    /// <param name="now">The time, for the deadline.</param>
    /// <returns>The wish to write; null where nothing is to be done.</returns>
    public static FleetWish? Find(FleetWish wish, FleetView view, DateTimeOffset now)
    {
        if (wish.Rollout is not { } rollout)
            return null;
        var members = view.Instances.Where(i => InstanceKey.IsForBuild(rollout, i)).ToList();
        if (rollout.Phase == RolloutPhase.GoingBack)
        {
            var isUnderWay = members.Exists(i => view.IsLive(i) && i.Runs == rollout.Digest && i.KeptBecause.Length == 0);
            return isUnderWay ? null : EndGivenBack(wish, rollout, members, view);
        }

        if (members.Find(i => i.Rollout == rollout.Number && i.Verdict is InstanceVerdict.Failed or InstanceVerdict.Refused) is { } bad)
            return GoBack(wish, rollout, $"{bad.Instance}: {bad.Reason}");
        if (rollout.Deadline is { } deadline && now > deadline)
            return GoBack(wish, rollout, "it was not done by its deadline");
        return rollout.Phase == RolloutPhase.Paused ? null : Advance(wish, rollout, members, view);
    }

    private static FleetWish? Advance(FleetWish wish, Rollout rollout, List<InstanceReport> members, FleetView view)
    {
        var live = members.FindAll(view.IsLive);
        var chosen = members.FindAll(i => InstanceKey.IsChosen(wish.Application, rollout, i));
        if (rollout.Wave >= 0)
        {
            if (FindDoubt(rollout, chosen, view) is { } doubt)
                return Hold(wish, rollout, doubt);
            if (!chosen.Where(view.IsLive).All(i => IsDone(rollout, i)))
                return rollout.Phase == RolloutPhase.Holding ? wish with { Rollout = rollout with { Phase = RolloutPhase.Running, Reason = "" } } : null;
            if (rollout.IsForAll)
                return Succeed(wish, rollout);
        }

        if (live.Count == 0)
            return null;
        var next = rollout.Wave + 1;
        var isLast = next >= rollout.Waves.Count - 1;
        var count = rollout.Waves[Math.Min(next, rollout.Waves.Count - 1)].CountOf(live.Count);
        return wish with
        {
            Rollout = rollout with
            {
                Phase = RolloutPhase.Running,
                Reason = "",
                Wave = next,
                IsForAll = isLast && count >= live.Count,
                Chosen = WaveChoice.Choose(wish.Application, rollout, live, count),
                GoesOnWithoutVerdict = false,
            },
        };
    }

    private static bool IsDone(Rollout rollout, InstanceReport instance) => instance.Rollout == rollout.Number
        && (instance.Verdict == InstanceVerdict.Succeeded || (instance.Verdict == InstanceVerdict.Inconclusive && rollout.GoesOnWithoutVerdict));

    // What only a person can judge: no verdict, or an instance that was never heard of again.
    private static string? FindDoubt(Rollout rollout, List<InstanceReport> chosen, FleetView view)
    {
        if (rollout.GoesOnWithoutVerdict)
            return null;
        var reported = chosen.FindAll(i => i.Rollout == rollout.Number);
        var lost = reported.FindAll(i => i.Verdict is InstanceVerdict.Taking or InstanceVerdict.OnTrial && view.Lost.Contains(i.Instance));
        if (lost.Count > 0)
            return $"lost while it took the release: {Name(lost)}";
        var open = reported.FindAll(i => view.IsLive(i) && i.Verdict == InstanceVerdict.Inconclusive);
        return open.Count > 0 ? $"no verdict: {Name(open)}: {open[0].Reason}" : null;
    }

    private static string Name(List<InstanceReport> instances) =>
        string.Join(", ", instances.Select(static i => i.Instance).Order(StringComparer.Ordinal).Take(Named))
        + (instances.Count > Named ? $" and {instances.Count - Named} more" : "");

    private static FleetWish? Hold(FleetWish wish, Rollout rollout, string reason) =>
        rollout.Phase == RolloutPhase.Holding && rollout.Reason == reason
            ? null
            : wish with { Rollout = rollout with { Phase = RolloutPhase.Holding, Reason = reason } };

    private static FleetWish GoBack(FleetWish wish, Rollout rollout, string reason) =>
        wish with { Rollout = rollout with { Phase = RolloutPhase.GoingBack, Reason = reason } };

    // Whoever cannot give it back, or is not heard of, is named and not waited for: it goes on trying, with or without the roll-out.
    private static FleetWish EndGivenBack(FleetWish wish, Rollout rollout, List<InstanceReport> members, FleetView view)
    {
        var kept = members.FindAll(i => !i.HasLeft && i.Runs == rollout.Digest);
        return End(wish, rollout with
        {
            Phase = rollout.IsAborted ? RolloutPhase.Aborted : RolloutPhase.Failed,
            Kept = [.. kept.OrderBy(static i => i.Instance, StringComparer.Ordinal).Take(MostKept).Select(i => Describe(i, view))],
            KeptBy = kept.Count,
        });
    }

    private static KeptRelease Describe(InstanceReport instance, FleetView view) => new()
    {
        Instance = instance.Instance,
        Reason = view.IsLive(instance) ? instance.KeptBecause : "not heard of any more; it gives it back when it is there again",
    };

    private static FleetWish Succeed(FleetWish wish, Rollout rollout) => End(wish, rollout with { Phase = RolloutPhase.Succeeded, Reason = "" }) with
    {
        Release = rollout.Digest,
        Earlier = [.. wish.Earlier.TakeLast(FleetWish.LongestHistory - 1), wish.Release],
    };

    private static FleetWish End(FleetWish wish, Rollout rollout) =>
        wish with { Rollout = null, History = [.. wish.History.TakeLast(FleetWish.LongestHistory - 1), rollout] };
}

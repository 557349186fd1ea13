using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>Keeps the audit of a fleet: what became of its wish, when and by whom.</summary>
internal static class StepRecord
{
    /// <summary>Adds the record of a step.</summary>
    /// <param name="before">The wish before it.</param>
    /// <param name="after">The wish after it.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The wish after it, with its record.</returns>
    public static FleetWish Add(FleetWish before, FleetWish after, string by, DateTimeOffset now)
    {
        var step = Describe(before, after, by, now);
        return step is null ? after : after with { Steps = [.. after.Steps.TakeLast(FleetWish.MostSteps - 1), step] };
    }

    private static FleetStep? Describe(FleetWish before, FleetWish after, string by, DateTimeOffset now)
    {
        var rollout = after.Rollout ?? (before.Rollout is { } ended ? after.History.LastOrDefault(r => r.Number == ended.Number) : null);
        if (rollout is not null)
        {
            return rollout == before.Rollout ? null : new FleetStep
            {
                Time = now,
                By = by,
                Rollout = rollout.Number,
                Digest = rollout.Digest,
                Phase = rollout.Phase,
                Wave = rollout.Wave,
                Reason = rollout.Explain(),
            };
        }

        return after.Release == before.Release
            ? null
            : new FleetStep
            {
                Time = now,
                By = by,
                Rollout = 0,
                Digest = before.Release,
                Phase = RolloutPhase.GoingBack,
                Reason = "to the release before",
            };
    }
}

using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;

namespace HotWeave.Fleet.Instances;

/// <summary>What an instance is to do next.</summary>
/// <param name="Digest">The patch to have in force; null for the deployed build.</param>
/// <param name="Rollout">The roll-out that it is taken for; null where the release is everybody's.</param>
internal sealed record InstanceStep(string? Digest, Rollout? Rollout)
{
    /// <summary>Works it out from the wish and what the instance says of itself.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="self">The instance's own report.</param>
    /// <returns>The step; null where nothing that is wished is for its build, so that it is left alone.</returns>
    public static InstanceStep? Find(FleetWish wish, InstanceReport self)
    {
        if (wish.Release is not null && !WishedRelease.Concerns(wish, self))
            return null;
        if (wish.Rollout is not { } rollout
            || rollout.Phase == RolloutPhase.GoingBack
            || !InstanceKey.IsForBuild(rollout, self)
            || !InstanceKey.IsChosen(wish.Application, rollout, self))
        {
            return new InstanceStep(WishedRelease.Find(wish, self), null);
        }

        // Once is enough: what has failed here is not tried again.
        var isBad = self.Rollout == rollout.Number && self.Verdict is InstanceVerdict.Failed or InstanceVerdict.Refused;
        return isBad ? new InstanceStep(WishedRelease.Find(wish, self), null) : new InstanceStep(rollout.Digest, rollout);
    }
}

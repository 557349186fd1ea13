using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// The release that an instance shall run where no roll-out says otherwise. Instances of several builds may be there at once, as while a
/// deployment goes on: each has the newest release that is for its build, and the deployed build where there is none.
/// </summary>
internal static class WishedRelease
{
    /// <summary>Finds it.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="instance">The instance.</param>
    /// <returns>Its digest; null for the deployed build.</returns>
    public static string? Find(FleetWish wish, InstanceReport instance)
    {
        for (var i = wish.Earlier.Count; i >= 0; i--)
        {
            var release = i == wish.Earlier.Count ? wish.Release : wish.Earlier[i];
            if (release is null || IsForBuild(wish, release, instance))
                return release;
        }

        return null;
    }

    /// <summary>Whether anything that the fleet wishes, or ever wished as far as it is known, is for the build of an instance.</summary>
    public static bool Concerns(FleetWish wish, InstanceReport instance) =>
        wish.Rollout is { } rollout && InstanceKey.IsForBuild(rollout, instance)
        || wish.History.Any(r => InstanceKey.IsForBuild(r, instance))
        || (wish.Release is { } release && IsForBuild(wish, release, instance));

    // One whose roll-out is forgotten is for whoever takes it.
    private static bool IsForBuild(FleetWish wish, string release, InstanceReport instance) =>
        wish.History.LastOrDefault(r => r.Digest == release) is not { } rollout || InstanceKey.IsForBuild(rollout, instance);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// The order in which instances have their turn in a roll-out: by a key of instance and roll-out, so that it is the same wherever it is
/// asked, and another each time. An
/// instance knows by itself whether it is chosen.
/// </summary>
internal static class InstanceKey
{
    /// <summary>The key.</summary>
    public static ulong Find(string application, int rollout, string instance)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{application}\n{rollout}\n{instance}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether a roll-out has chosen an instance.</summary>
    public static bool IsChosen(string application, Rollout rollout, InstanceReport instance) =>
        rollout.IsForAll || (rollout.Chosen.TryGetValue(instance.Zone, out var greatest) && Find(application, rollout.Number, instance.Instance) <= greatest);

    /// <summary>Whether the patch of a roll-out is for the builds that an instance runs.</summary>
    public static bool IsForBuild(Rollout rollout, InstanceReport instance) =>
        rollout.Baselines.All(b => instance.Baselines.TryGetValue(b.Key, out var id) && id == b.Value);
}

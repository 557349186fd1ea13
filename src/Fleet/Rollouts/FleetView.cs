using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>The instances as somebody sees them.</summary>
/// <param name="Instances">Their reports.</param>
/// <param name="Lost">The names of those whose reports ran out.</param>
internal sealed record FleetView(IReadOnlyList<InstanceReport> Instances, IReadOnlySet<string> Lost)
{
    /// <summary>Whether an instance lives, as far as is known.</summary>
    public bool IsLive(InstanceReport instance) => !instance.HasLeft && !Lost.Contains(instance.Instance);
}

using HotWeave.Protocol;

namespace HotWeave.Versions;

/// <summary>What is known to keep a version; what cannot be known is said by the status as a whole. Called under the registry's lock.</summary>
internal static class VersionHolders
{
    private const string Unseen = "something that cannot be seen: a running call, a delegate, a task, an exception or an object of a type that it added";

    internal static IReadOnlyList<string> Of(SwapVersion version, SwapVersion current, SwapVersion? canary, Epoch[] old, IReadOnlyList<LoopStatus> loops)
    {
        if (version == current || version.IsUnloaded || version == canary)
            return [];
        var units = new List<Unit>();
        foreach (var epoch in old)
        {
            if (epoch.Version == version.Number.Value)
                epoch.Units.CopyTo(units);
        }

        var held = version.Content is null ? Unseen
            : !version.IsReclaimable ? "it is loaded for the life of the process"
            : version == current.Predecessor ? "a rollback would go to it"
            : null;
        var runs = loops.Where(l => l.Version == version.Number).ToList();
        return
        [
            .. units.Count > 0 ? ["units of work: " + UnitReport.Describe(units)] : Array.Empty<string>(),
            .. runs.Count > 0 ? ["loops: " + LoopReport.Describe(runs)] : Array.Empty<string>(),
            .. held is null ? Array.Empty<string>() : [held],
        ];
    }
}

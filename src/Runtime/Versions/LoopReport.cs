using System.Reflection;

namespace HotWeave.Versions;

/// <summary>Says which versions' loops run.</summary>
internal static class LoopReport
{
    /// <summary>By version, then by name. Called under the registry's lock.</summary>
    internal static IReadOnlyList<LoopStatus> Of(IReadOnlyList<SwapVersion> versions) =>
        [.. from loop in RunningLoops.FindRunning()
            group loop.Running by (loop.Method, VersionOf(loop.Assembly, versions)) into runs
            orderby runs.Key.Item2.Value, runs.Key.Method
            select new LoopStatus { Method = runs.Key.Method, Version = runs.Key.Item2, Running = runs.Sum() }];

    /// <summary>For a message.</summary>
    internal static string Describe(IEnumerable<LoopStatus> loops) => string.Join(", ", loops.Select(static l => $"{l.Method} ({l.Running})"));

    // A patch stays in force in later versions; the first one is that which brought it.
    private static VersionNumber VersionOf(Assembly assembly, IReadOnlyList<SwapVersion> versions) =>
        versions.FirstOrDefault(v => v.Has(assembly))?.Number ?? VersionNumber.Baseline;
}

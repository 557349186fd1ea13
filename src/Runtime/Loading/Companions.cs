using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Loading;

/// <summary>The loaded assemblies that were woven from within the process, each with its companion.</summary>
/// <remarks>An entry lives as long as its assembly. It is added when everything stands: from then on patches take the assembly for woven.</remarks>
internal static class Companions
{
    private static readonly ConditionalWeakTable<Assembly, Companion> s_companions = [];
    private static volatile bool s_areHere;

    /// <summary>Whether any assembly of this process was woven so.</summary>
    internal static bool AreHere => s_areHere;

    /// <summary>Makes an assembly count as woven.</summary>
    internal static void Add(Assembly assembly, Companion companion)
    {
        s_companions.Add(assembly, companion);
        s_areHere = true;
    }

    /// <summary>The companion of an assembly; null where it was not woven so.</summary>
    internal static Companion? Find(Assembly assembly) => s_companions.TryGetValue(assembly, out var companion) ? companion : null;

    /// <summary>Looks whether the stubs that a patch counts on are there.</summary>
    /// <param name="entries">What it fills.</param>
    /// <exception cref="SwapException">They are not; with the keeper's reason.</exception>
    internal static void CheckStubs(IEnumerable<PatchEntry> entries)
    {
        foreach (var assembly in entries.GroupBy(static e => e.Baseline))
        {
            if (Find(assembly.Key)?.Stubs.FindProblem([.. assembly.Select(static e => e.Slot.Field)]) is { } problem)
                throw problem;
        }
    }
}

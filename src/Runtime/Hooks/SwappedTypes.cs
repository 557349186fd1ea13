using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HotWeave.Loading;
using HotWeave.Versions;

namespace HotWeave.Hooks;

/// <summary>The types in which two versions differ, but for those that a compiler made.</summary>
/// <param name="Added">Those that the one version has and the other has not.</param>
/// <param name="Changed">Those that both have and that answer otherwise.</param>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The types are a patch's own, which no trimmer has seen.")]
internal sealed record SwappedTypes(IReadOnlyList<Type> Added, IReadOnlyList<Type> Changed)
{
    /// <summary>To be asked while both are in use.</summary>
    internal static SwappedTypes Find(SwapVersion with, SwapVersion without)
    {
        var added = with.Content!.Patches.SelectMany(FindAdded).Except(without.Content!.Patches.SelectMany(FindAdded)).ToList();
        var slots = with.Content!.Slots().Union(without.Content!.Slots());
        var changed = slots.Where(s => !ReferenceEquals(with[s], without[s])).Select(static s => s.Type);
        return new SwappedTypes([.. added.Where(IsWritten)], [.. changed.Except(added).Where(IsWritten)]);
    }

    /// <summary>The types that the patch adds to what is deployed.</summary>
    internal static IEnumerable<Type> FindAdded(LoadedPatch patch) =>
        patch.Manifest.AddedTypes
            .Select(added => patch.Assemblies.Select(a => a.Assembly.GetType(added.Type, throwOnError: false)).FirstOrDefault(static t => t is not null))
            .OfType<Type>();

    private static bool IsWritten(Type type)
    {
        for (var outer = type; outer is not null; outer = outer.DeclaringType)
        {
            if (outer.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
                return false;
        }

        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Versions;

namespace HotWeave.Hooks;

/// <summary>The types in which two versions differ, but for those that a compiler made.</summary>
/// <param name="Added">Those that the one version has and the other has not.</param>
/// <param name="Changed">Those that both have and that answer otherwise.</param>
/// <param name="AddedMembers">The methods that the one version has on types that both have, and the other has not.</param>
internal sealed record SwappedTypes(IReadOnlyList<Type> Added, IReadOnlyList<Type> Changed, IReadOnlyList<AddedMember> AddedMembers)
{
    /// <summary>To be asked while both are in use.</summary>
    internal static SwappedTypes Find(SwapVersion with, SwapVersion without)
    {
        var added = with.Content!.Patches.SelectMany(FindAdded).Except(without.Content!.Patches.SelectMany(FindAdded)).ToList();
        var slots = with.Content!.Slots().Union(without.Content!.Slots());
        var changed = slots.Where(s => !ReferenceEquals(with[s], without[s])).Select(static s => s.Type);
        return new SwappedTypes([.. added.Where(IsWritten)], [.. changed.Except(added).Where(IsWritten)], FindMembers(with, without));
    }

    /// <summary>The types that the patch adds to what is deployed.</summary>
    internal static IEnumerable<Type> FindAdded(LoadedPatch patch) => FindAddedWithHomes(patch).Select(static a => a.Type);

    /// <summary>The same with the assemblies that a deployment has them in.</summary>
    internal static IEnumerable<(Type Type, string Assembly)> FindAddedWithHomes(LoadedPatch patch) =>
        from added in patch.Manifest.AddedTypes
        let type = patch.FindType(added.Type)
        where type is not null
        select (type, added.Assembly);

    // A method that both add is one, whose delegates ask for the version of who calls them.
    private static List<AddedMember> FindMembers(SwapVersion with, SwapVersion without)
    {
        var others = without.Content!.Patches.SelectMany(FindMembers).Select(static m => (m.DeclaringType, m.Method.ToString())).ToHashSet();
        var members = with.Content!.Patches.SelectMany(FindMembers);
        return [.. members.Where(m => !others.Contains((m.DeclaringType, m.Method.ToString())))];
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The classes are a patch's own, which no trimmer has seen.")]
    private static IEnumerable<AddedMember> FindMembers(LoadedPatch patch) =>
        from hook in patch.Hooks
        where hook.Hook.Kind == PatchHookKind.ShowMethods
        from method in hook.Method.DeclaringType!.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        select new AddedMember(hook.Shown!, method);

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

using System.Reflection;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Versions;

/// <summary>
/// Which patch is in force for which woven assembly. Patches are cumulative against the baseline, so a patch takes the place of
/// all that was in force for its assemblies, and the content alone says what every slot holds.
/// </summary>
internal sealed class VersionContent
{
    internal static readonly VersionContent Baseline = new([], []);

    private readonly Dictionary<Assembly, LoadedPatch> _patches;

    private VersionContent(Dictionary<Assembly, LoadedPatch> patches, IReadOnlyList<LoadedPatch> order)
    {
        _patches = patches;
        Patches = order;
    }

    /// <summary>The patches in force, in the order in which they came: applied to the baseline so, they make this content again.</summary>
    internal IReadOnlyList<LoadedPatch> Patches { get; }

    internal VersionContent With(LoadedPatch patch)
    {
        var patches = new Dictionary<Assembly, LoadedPatch>(_patches);
        foreach (var baseline in patch.Baselines)
            patches[baseline.Assembly] = patch;
        // Types that patches brought are what they were brought as, unless the patch that replaced them is still in force for the application.
        var inForce = patch.Baselines.Concat(_patches.Values.SelectMany(static p => p.Baselines))
            .Where(b => !b.IsBrought && patches.ContainsKey(b.Assembly)).Select(b => patches[b.Assembly]).ToHashSet();
        foreach (var (assembly, replacing) in patches.ToList())
        {
            if (!inForce.Contains(replacing))
                patches.Remove(assembly);
        }

        var used = patches.Values.ToHashSet();
        return new VersionContent(patches, [.. Patches.Where(p => p != patch && used.Contains(p)), patch]);
    }

    /// <summary>The content without some patches.</summary>
    internal VersionContent Without(Func<LoadedPatch, bool> isMeant) =>
        new(_patches.Where(p => !isMeant(p.Value)).ToDictionary(), [.. Patches.Where(p => !isMeant(p))]);

    internal bool Equals(VersionContent other) =>
        _patches.Count == other._patches.Count
        && _patches.All(p => other._patches.TryGetValue(p.Key, out var patch) && ReferenceEquals(patch, p.Value));

    /// <summary>The patch in force for a woven assembly; null for its baseline.</summary>
    internal LoadedPatch? PatchOf(Assembly assembly) => _patches.GetValueOrDefault(assembly);

    internal bool Uses(LoadedPatch patch) => _patches.ContainsValue(patch);

    /// <summary>The types that are not on their baseline.</summary>
    internal IEnumerable<TypeSlot> Slots() => Entries().Select(static e => e.Slot);

    /// <summary>The numbers of the state of types that patches in force list.</summary>
    internal IEnumerable<BoundShape> Shapes() => _patches.SelectMany(static p => p.Value.Shapes.Where(s => s.Type.Assembly == p.Key));

    /// <summary>The types of which no object was alive when the patches in force became current.</summary>
    internal IEnumerable<BoundUnmade> Unmade() => _patches.SelectMany(static p => p.Value.Unmade.Where(u => u.Slot.Type.Assembly == p.Key));

    /// <summary>The edits in force that change what state means.</summary>
    internal IEnumerable<StateEdit> StateEdits() =>
        _patches.SelectMany(static p => p.Value.Manifest.State.Edits.Where(e => p.Value.Baselines[e.Baseline].Assembly == p.Key));

    /// <summary>The types in force whose objects keep the code they were made with.</summary>
    internal IEnumerable<(Assembly Assembly, MarkedType Type)> MarkedTypes() =>
        _patches.SelectMany(static p => p.Value.Manifest.State.Marked.Where(m => p.Value.Baselines[m.Baseline].Assembly == p.Key).Select(m => (p.Key, m)));

    /// <summary>The epoch's table: by slot index, null for baseline.</summary>
    internal DispatchObject?[] ToTable()
    {
        var table = new DispatchObject?[Slots().Select(static s => s.Index + 1).DefaultIfEmpty(0).Max()];
        foreach (var entry in Entries())
            table[entry.Slot.Index] = entry.Version;
        return table;
    }

    private IEnumerable<PatchEntry> Entries() =>
        from patch in _patches
        from entry in patch.Value.Entries!
        where entry.Baseline == patch.Key
        select entry;
}

using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Loading;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Versions;

/// <summary>One version: a content of all slots with a number. Guarded by the registry's lock.</summary>
internal sealed class SwapVersion
{
    private List<WeakReference> _reclaimableContexts = [];
    private List<WeakReference> _homes = [];
    private long _bytes;

    internal SwapVersion(VersionNumber number, LoadedPatch? patch, VersionContent content, SwapVersion? predecessor)
    {
        Number = number;
        Content = content;
        Table = content.ToTable();
        Predecessor = predecessor;
        Describe(patch, content);
    }

    internal VersionNumber Number { get; }

    internal string? PatchId { get; private set; }

    internal string FromLabel { get; private set; } = "";

    internal string ToLabel { get; private set; } = "";

    internal IReadOnlyList<string> Types { get; private set; } = [];

    internal bool IsReclaimable => _reclaimableContexts.Count > 0;

    /// <summary>What the patch that made it has in the process; 0 for the baseline and once it is unloaded.</summary>
    internal long Bytes => IsUnloaded ? 0 : _bytes;

    /// <summary>Null once the registry has let go of the version.</summary>
    internal VersionContent? Content { get; private set; }

    /// <summary>Null once the registry has let go of the version. The epochs of this version have this very array.</summary>
    internal DispatchObject?[]? Table { get; private set; }

    /// <summary>What was current when this version was last reached by going forward; always an earlier version. Null for the baseline, and once the registry has let go of the version.</summary>
    internal SwapVersion? Predecessor { get; set; }

    /// <summary>The number of the last <see cref="Predecessor"/>.</summary>
    internal VersionNumber Before { get; private set; }

    /// <summary>Whether it was left for an earlier version, and has not been current since.</summary>
    internal bool WasRolledBack { get; set; }

    /// <summary>When it was last made current.</summary>
    internal DateTimeOffset? CurrentSince { get; private set; }

    /// <summary>Who asked for that; null where nobody said it.</summary>
    internal string? By { get; private set; }

    /// <summary>Whether it is not kept for a rollback any more.</summary>
    internal bool IsPurged { get; set; }

    internal bool IsUnloaded => Content is null && _reclaimableContexts.TrueForAll(static c => !c.IsAlive);

    /// <summary>What the slot holds in this version; null is the baseline. Only while <see cref="Table"/> is there.</summary>
    internal DispatchObject? this[TypeSlot slot] => slot.Index < Table!.Length ? Table[slot.Index] : null;

    /// <summary>Whether a unit of one of the epochs is a unit of this version.</summary>
    internal bool HasUnits(Epoch[] old) => Array.Exists(old, e => e.Version == Number.Value);

    /// <summary>Whether a patch of this version has the assembly.</summary>
    internal bool Has(Assembly assembly) =>
        Content is { } content
            ? content.Patches.Any(p => p.Assemblies.Any(a => a.Assembly == assembly))
            : _reclaimableContexts.Exists(c => ReferenceEquals(c.Target, AssemblyLoadContext.GetLoadContext(assembly)));

    /// <summary>Whether the assemblies are gone, or are of that load context, that the patch which made it was for.</summary>
    internal bool HasNoHomeBut(AssemblyLoadContext? context) => _homes.Count > 0 && _homes.TrueForAll(h => h.Target is not { } home || home == context);

    /// <summary>Some of its patches have gone, and its table has no entries of theirs any more.</summary>
    internal void TakeOut(VersionContent content)
    {
        Content = content;
        Describe(content.Patches.FirstOrDefault(p => p.Id == PatchId) ?? (content.Patches is [.., var last] ? last : null), content);
    }

    /// <summary>It is current from now on, whatever it was before.</summary>
    internal void BecomeCurrent(DateTimeOffset since, string? by)
    {
        WasRolledBack = false;
        IsPurged = false;
        CurrentSince = since;
        By = by;
    }

    internal void LetGo()
    {
        Content = null;
        Table = null;
        // Nobody goes back from it any more, and a chain of these would keep every version that ever was.
        Before = Predecessor?.Number ?? VersionNumber.Baseline;
        Predecessor = null;
    }

    private void Describe(LoadedPatch? patch, VersionContent content)
    {
        PatchId = patch?.Id;
        FromLabel = patch?.Manifest.FromLabel ?? "";
        ToLabel = patch?.Manifest.ToLabel ?? "";
        LoadedPatch[] copies = [.. content.Patches.Where(p => p.Id == PatchId)];
        _bytes = copies.Length == 0 ? 0 : copies[0].File.Length + copies.Sum(static p => p.Assemblies.Sum(static a => a.Size));
        _homes = [.. copies.SelectMany(static p => p.Homes).Select(static c => new WeakReference(c))];
        Types = TypeNames.Of(content.Slots());
        // Resurrection is tracked: a context's finalizer starts its unloading, which then still has to happen.
        _reclaimableContexts =
            [.. content.Patches.Where(static p => p.IsReclaimable).Select(static p => new WeakReference(p.Context, trackResurrection: true))];
    }
}

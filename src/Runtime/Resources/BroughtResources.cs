using System.Reflection;
using System.Resources;
using System.Runtime.CompilerServices;

namespace HotWeave.Resources;

/// <summary>
/// The embedded resources that a patch brings for deployed assemblies, or takes from them: in the patch's own assembly, under names that say
/// whose they are.
/// </summary>
/// <remarks>Safe for any number of threads: what is read from the assembly does not change.</remarks>
internal sealed class BroughtResources
{
    private const string Mark = "HotWeave";

    // Weak, so that reclaimable patches unload.
    private static readonly ConditionalWeakTable<Assembly, BroughtResources> s_all = [];

    private readonly Assembly _patch;
    private readonly Dictionary<string, bool> _names = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<ResourceManager, ResourceManager> _managers = [];

    private BroughtResources(Assembly patch)
    {
        _patch = patch;
        foreach (var name in patch.GetManifestResourceNames())
        {
            if (IsOfHotWeave(name))
                _names.Add(name[(Mark.Length + 1)..], name[Mark.Length] == '+');
        }
    }

    /// <summary>Those of the patch that a type is of.</summary>
    internal static BroughtResources Find(RuntimeTypeHandle patch) =>
        s_all.GetValue(Type.GetTypeFromHandle(patch)!.Assembly, static assembly => new BroughtResources(assembly));

    /// <summary>Whether the patch says what becomes of a resource.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="culture">The culture's name; empty for the assembly's own.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="key">Its name in the patch; null where it is gone.</param>
    internal bool Speaks(ResourceOwner owner, string culture, string name, out string? key)
    {
        key = null;
        foreach (var assembly in owner.IsPatch ? ListOwners() : [owner.Name])
        {
            var rest = $"{assembly}/{culture}/{name}";
            if (!_names.TryGetValue(rest, out var isThere))
                continue;
            key = isThere ? $"{Mark}+{rest}" : null;
            return true;
        }

        return false;
    }

    /// <summary>Opens a resource by its name in the patch.</summary>
    internal Stream Open(string key) => _patch.GetManifestResourceStream(key)!;

    /// <summary>The names that an assembly has with what the patch brings, and without what it takes away.</summary>
    internal string[] ListNames(ResourceOwner owner, IEnumerable<string> deployed)
    {
        var own = _names.Select(n => (Name: owner.FindName(n.Key), IsThere: n.Value)).Where(static n => n.Name is not null).ToLookup(static n => n.IsThere, static n => n.Name!);
        var names = deployed.Where(static n => !IsOfHotWeave(n)).Except(own[false]).ToList();
        return [.. names, .. own[true].Except(names).Order(StringComparer.Ordinal)];
    }

    /// <summary>What stands for a manager in code of the patch; itself where the patch has nothing for it.</summary>
    internal ResourceManager FindFor(ResourceManager deployed)
    {
        // A derived class answers in its own way.
        if (deployed.GetType() != typeof(ResourceManager) || _names.Count == 0)
            return deployed;
        var manager = _managers.GetValue(deployed, Make);
        if (manager != deployed && manager.IgnoreCase != deployed.IgnoreCase)
            manager.IgnoreCase = deployed.IgnoreCase;
        return manager;
    }

    /// <summary>Who asks for resources of an assembly.</summary>
    internal ResourceOwner FindOwner(Assembly assembly) => ResourceOwner.Read(assembly, assembly == _patch);

    private ResourceManager Make(ResourceManager deployed)
    {
        var source = ManagerSource.Read(deployed);
        if (source is null)
            return deployed;
        var owner = FindOwner(source.Assembly);
        return HasTexts(owner, source.BaseName) ? VersionTexts.Make(this, owner, source) : deployed;
    }

    private bool HasTexts(ResourceOwner owner, string baseName) =>
        _names.Keys.Any(k => owner.OwnsTexts(k, baseName));

    private IEnumerable<string> ListOwners() => _names.Keys.Select(static k => k[..k.IndexOf('/')]).Distinct(StringComparer.Ordinal);

    private static bool IsOfHotWeave(string name) =>
        name.Length > Mark.Length && name.StartsWith(Mark, StringComparison.Ordinal) && name[Mark.Length] is '+' or '-' && name.IndexOf('/') > 0;
}

using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Resources;

/// <summary>Finds the embedded resources of an assembly and its satellites that differ between two builds.</summary>
internal static class ChangedResources
{
    /// <summary>Finds them, in ordinal order of cultures and names.</summary>
    public static IReadOnlyList<ResourceChange> Find(AssemblyPair pair)
    {
        var old = ListAll(pair.Old, pair.Satellites.Deployed);
        var @new = ListAll(pair.New, pair.Satellites.New);
        return
        [
            .. @new.Where(r => !(old.TryGetValue(r.Key, out var was) && was.SequenceEqual(r.Value)))
                .Select(r => new ResourceChange(pair.Name, r.Key.Culture, r.Key.Name, r.Value))
                .Concat(old.Keys.Where(k => !@new.ContainsKey(k)).Select(k => new ResourceChange(pair.Name, k.Culture, k.Name, null)))
                .OrderBy(static c => c.Culture, StringComparer.Ordinal)
                .ThenBy(static c => c.Name, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<(string Culture, string Name), byte[]> ListAll(ModuleDefinition module, IEnumerable<CultureResource> satellites)
    {
        var all = new Dictionary<(string, string), byte[]>();
        foreach (var own in module.Resources.OfType<EmbeddedResource>())
            all[("", own.Name)] = own.GetResourceData();
        foreach (var other in satellites)
            all[(other.Culture, other.Name)] = other.Data;
        return all;
    }
}

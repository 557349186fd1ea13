using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Puts the resources that a patch brings into its assembly, under names that say whose they are:
/// <c>HotWeave+Shop/de/Words.de.resources</c>, and with a minus, and nothing in it, for one that the new build does not have any more.
/// </summary>
internal static class EmbeddedResources
{
    public static void Add(ModuleDefinition target, IReadOnlyList<ResourceChange> changes)
    {
        foreach (var change in changes)
        {
            var name = $"HotWeave{(change.Data is null ? '-' : '+')}{change.Assembly}/{change.Culture}/{change.Name}";
            target.Resources.Add(new EmbeddedResource(name, ManifestResourceAttributes.Public, change.Data ?? []));
        }
    }
}

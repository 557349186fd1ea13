using Microsoft.Build.Framework;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.MSBuild.Tasks;

/// <summary>
/// Names the assemblies that the trimmer must keep whole so that a later patch can load: the woven ones, HotWeave.Runtime, and every facade
/// (an assembly that only forwards to others) that these refer to: the patch names types through it.
/// </summary>
public sealed class FindTrimmerRoots : HotWeaveTask
{
    private const string Runtime = "HotWeave.Runtime";
    private const string Marker = "HotWeave.Runtime.BaselineAttribute";

    /// <summary>Everything that the trimmer is given.</summary>
    [Required]
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The simple names of the assemblies to keep; empty when none is woven.</summary>
    [Output]
    public string[] Roots { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        var facades = new HashSet<string>(StringComparer.Ordinal);
        var kept = new SortedSet<string>(StringComparer.Ordinal);
        var references = new HashSet<string>(StringComparer.Ordinal);
        var anyWoven = false;

        foreach (var item in Assemblies)
        {
            // What is damaged, the trimmer will say.
            using var module = CheckedModule.TryReadMetadata(item.GetMetadata("FullPath"));
            if (module?.Assembly is null)
                continue;
            var name = module.Assembly.Name.Name;
            var woven = module.Assembly.CustomAttributes.Any(a => a.AttributeType.FullName == Marker);
            anyWoven |= woven;
            if (IsFacade(module))
                facades.Add(name);
            if (!woven && name != Runtime)
                continue;
            kept.Add(name);
            references.UnionWith(module.AssemblyReferences.Select(r => r.Name));
        }

        references.IntersectWith(facades);
        kept.UnionWith(references);
        Roots = anyWoven ? [.. kept] : [];
    }

    private static bool IsFacade(ModuleDefinition module) =>
        module.ExportedTypes.Count != 0 && module.Types.All(t => t.Name == "<Module>" || t.CustomAttributes.Any(IsEmbedded));

    // Attributes that the compiler writes into an assembly for its own use.
    private static bool IsEmbedded(CustomAttribute attribute) => attribute.AttributeType.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute";
}

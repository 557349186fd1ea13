using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>What the code of an assembly asks of the runtime by attributes of the assembly, asked for the patch that has the code now.</summary>
internal sealed class AssemblyAttributes(ModuleDefinition target, TypeImporter importer)
{
    private const string Visibility = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    // How exceptions that are no Exception are caught, and where native libraries are looked for.
    private static readonly string[] Copied =
    [
        "System.Runtime.CompilerServices.RuntimeCompatibilityAttribute", "System.Runtime.InteropServices.DefaultDllImportSearchPathsAttribute",
    ];

    private readonly ReferenceRewriter _references = new(importer, GenericMap.Empty);

    /// <summary>Copies them from the assemblies whose code the patch has.</summary>
    public void Copy(IReadOnlyList<ModuleDefinition> sources)
    {
        foreach (var name in Copied)
        {
            if (sources.Select(s => Find(s, name)).FirstOrDefault(static a => a is not null) is { } attribute)
                Add(attribute);
        }

        foreach (var attribute in sources.SelectMany(static s => s.Assembly.CustomAttributes).Where(static a => a.AttributeType.FullName == Visibility))
        {
            if (!target.Assembly.CustomAttributes.Any(a => a.AttributeType.FullName == Visibility && Equals(a.ConstructorArguments[0].Value, attribute.ConstructorArguments[0].Value)))
                Add(attribute);
        }

        // It holds for a whole assembly, and the patch is one.
        if (sources.Select(static s => Find(s, MarshallingRule.Attribute)).FirstOrDefault(static a => a is not null) is { } marshalling)
            Add(marshalling);
    }

    private void Add(CustomAttribute attribute) => target.Assembly.CustomAttributes.Add(AttributeClone.Copy(attribute, _references));

    private static CustomAttribute? Find(ModuleDefinition source, string name) => source.Assembly.CustomAttributes.FirstOrDefault(a => a.AttributeType.FullName == name);
}

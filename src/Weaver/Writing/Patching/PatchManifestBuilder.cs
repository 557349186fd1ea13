using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Says in a manifest what a patch holds.</summary>
internal static class PatchManifestBuilder
{
    public static PatchManifest Build(PatchPlan plan, PatchImage image, IReadOnlyList<CarriedAssembly> carried, IReadOnlyList<Edit> edits, IReadOnlyList<Diagnostic> remarks, string? label)
    {
        var baselines = new ManifestBaselines(plan, carried);
        return new PatchManifest(
            LabelOf(plan.Matches[0].Pair.Old.Assembly),
            label ?? LabelOf(plan.Matches[0].Pair.New.Assembly),
            baselines.Entries,
            [.. image.Types.Select(t => new PatchedType(
                baselines.IndexOf(t.Type.Module),
                ReflectionName(t.Type.Woven),
                t.Type.Slot,
                ReflectionName(t.Version),
                ReflectionName(t.Baseline),
                ReflectionName(t.Door)))],
            [.. image.Added.Select(static a => new Patches.Format.AddedType(a.Assembly, ReflectionName(a.Type)))],
            [.. edits.Select(EditText.Write).Distinct(StringComparer.Ordinal)],
            [.. remarks.Select(static r => $"{r.Id} {r.Message}")])
        {
            State = PatchStateBuilder.Build(plan, image, baselines),
        };
    }

    private static string LabelOf(AssemblyDefinition assembly)
    {
        var attribute = assembly.CustomAttributes.FirstOrDefault(static a => a.AttributeType.Name == "AssemblyInformationalVersionAttribute");
        return attribute?.ConstructorArguments.FirstOrDefault().Value as string ?? assembly.Name.Version.ToString();
    }

    // ECMA-335 writes nesting as '/', reflection as '+'.
    internal static string ReflectionName(TypeDefinition type) => type.FullName.Replace('/', '+');
}

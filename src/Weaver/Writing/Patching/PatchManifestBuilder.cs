using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Says in a manifest what a patch holds.</summary>
internal static class PatchManifestBuilder
{
    public static PatchManifest Build(PatchPlan plan, PatchImage image, IReadOnlyList<Edit> edits, IReadOnlyList<Diagnostic> remarks)
    {
        var names = plan.Matches.Select(static m => m.Pair.Name).ToList();
        return new PatchManifest(
            LabelOf(plan.Matches[0].Pair.Old.Assembly),
            LabelOf(plan.Matches[0].Pair.New.Assembly),
            [.. plan.Matches.Select(static m => new PatchBaseline(m.Pair.Name, m.Pair.BaselineId))],
            [.. image.Types.Select(t => new PatchedType(
                names.IndexOf(t.Type.Match.Pair.Name),
                ReflectionName(t.Type.Woven),
                t.Type.Slot,
                ReflectionName(t.Version),
                ReflectionName(t.Baseline),
                ReflectionName(t.Door)))],
            [.. image.Added.Select(ReflectionName)],
            [.. edits.Select(static e => $"{e.Kind.ToString().ToLowerInvariant()} {e.Member}")],
            [.. remarks.Select(static r => $"{r.Id} {r.Message}")]);
    }

    private static string LabelOf(AssemblyDefinition assembly)
    {
        var attribute = assembly.CustomAttributes.FirstOrDefault(static a => a.AttributeType.Name == "AssemblyInformationalVersionAttribute");
        return attribute?.ConstructorArguments.FirstOrDefault().Value as string ?? assembly.Name.Version.ToString();
    }

    // ECMA-335 writes nesting as '/', reflection as '+'.
    private static string ReflectionName(TypeDefinition type) => type.FullName.Replace('/', '+');
}

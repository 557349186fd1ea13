using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// The types that hooks round a swap may look for among all that a patch adds (<c>SwapHookContext.AddedTypes</c>): then the patch has also
/// those which none of its code names, as start-up code that scans an assembly finds them too.
/// </summary>
internal static class ScannedTypes
{
    private const string Context = "HotWeave.SwapHookContext";
    private const string Added = "get_AddedTypes";

    /// <summary>In the order of the new builds; none where no code asks.</summary>
    public static IReadOnlyList<TypeDefinition> Find(IReadOnlyList<PatchDiff> diffs)
    {
        var modules = diffs.Select(static d => d.Match.Pair.New).Where(static m => m.TryGetTypeReference(Context, out _));
        if (!modules.Any(static m => m.GetMemberReferences().Any(IsQuestion)))
            return [];
        return [.. diffs.SelectMany(static d => d.Match.Pair.New.GetTypes().Where(t => IsScanned(t) && d.Match.OldOf(t) is null))];
    }

    private static bool IsQuestion(MemberReference member) => member.Name == Added && member.DeclaringType.FullName == Context;

    private static bool IsScanned(TypeDefinition type) =>
        type.Name != "<Module>" && !GeneratedCode.IsGenerated(type) && !GeneratedCode.IsData(type);
}

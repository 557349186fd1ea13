using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// The methods that hooks round a swap may look for among all that a patch adds to deployed types (<c>SwapHookContext.AddedMembers</c>):
/// then the patch has also those which none of its code calls, as start-up code that scans a type finds them too.
/// </summary>
internal static class ScannedMethods
{
    private const string Context = "HotWeave.SwapHookContext";
    private const string Added = "get_AddedMembers";
    private const string Found = "FindAdded";

    /// <summary>In the order of the new builds; none where no code asks.</summary>
    public static IReadOnlyList<MethodDefinition> Find(IReadOnlyList<PatchDiff> diffs, IReadOnlyList<ReplacedType> replaced)
    {
        var modules = diffs.Select(static d => d.Match.Pair.New).Where(static m => m.TryGetTypeReference(Context, out _));
        if (!modules.Any(static m => m.GetMemberReferences().Any(IsQuestion)))
            return [];
        var reached = new HashSet<TypeDefinition>(replaced.Where(static r => r.Exports.Count > 0).Select(static r => r.Type));
        return [.. diffs.SelectMany(d => d.Match.Pair.New.GetTypes().Where(reached.Contains).SelectMany(static t => t.Methods)
            .Where(m => IsScanned(m) && d.Match.OldOf(m) is null))];
    }

    private static bool IsQuestion(MemberReference member) =>
        member.Name is Added or Found && member.DeclaringType.FullName == Context;

    // Overrides are what they override; of generic code and structs a delegate could not be made of the same form.
    private static bool IsScanned(MethodDefinition method) =>
        method is { HasBody: true, IsConstructor: false, IsSpecialName: false, HasGenericParameters: false, HasOverrides: false }
        && method is not { IsVirtual: true, IsNewSlot: false }
        && method.DeclaringType is { HasGenericParameters: false, IsValueType: false, IsInterface: false }
        && !GeneratedCode.IsGenerated(method) && !GeneratedCode.IsGenerated(method.DeclaringType);
}

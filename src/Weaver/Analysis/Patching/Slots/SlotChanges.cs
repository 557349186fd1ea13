using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>Whether anything differs that virtual calls go by: most releases change bodies, and then no call can miss a slot.</summary>
internal static class SlotChanges
{
    public static bool Any(IReadOnlyList<AssemblyMatch> matches) => matches.Any(static m => m.Pair.Earlier.Count > 0) || matches.Any(Any);

    private static bool Any(AssemblyMatch match) =>
        match.Untouched.OthersIn(match.Pair.New).Any(t => Differs(match, t)) || match.Pair.Old.GetTypes().Any(t => IsGone(match, t));

    // What compilers make is sealed and implements what no patch changes.
    private static bool IsGone(AssemblyMatch match, TypeDefinition old) => !match.IsMatched(old) && IsWritten(old);

    private static bool IsWritten(TypeDefinition type) =>
        !GeneratedCode.IsGenerated(type) && !GeneratedCode.IsAnonymous(type) && !GeneratedCode.IsData(type);

    private static bool Differs(AssemblyMatch match, TypeDefinition type)
    {
        if (!IsWritten(type))
            return false;
        if (match.OldOf(type) is not { } old || type.Attributes != old.Attributes || BaseOf(type) != BaseOf(old) || !Interfaces(type).SequenceEqual(Interfaces(old), StringComparer.Ordinal))
            return true;
        return type.Methods.Any(m => match.OldOf(m) is { } partner ? (m.IsVirtual || partner.IsVirtual) && Differs(m, partner) : m.IsVirtual)
            || old.Methods.Any(m => m.IsVirtual && match.NewOf(m) is null && !Marks.IsOverrideStub(m));
    }

    private static bool Differs(MethodDefinition method, MethodDefinition old) =>
        method.Attributes != old.Attributes || !Overrides(method).SequenceEqual(Overrides(old), StringComparer.Ordinal);

    private static string BaseOf(TypeDefinition type) => type.BaseType is null ? "" : SignatureText.Plain.Write(type.BaseType);

    private static IEnumerable<string> Interfaces(TypeDefinition type) =>
        type.Interfaces.Where(static i => i.InterfaceType.Name != "IDynamicInterfaceCastable").Select(static i => SignatureText.Plain.Write(i.InterfaceType)).OrderBy(static i => i, StringComparer.Ordinal);

    private static IEnumerable<string> Overrides(MethodDefinition method) =>
        method.Overrides.Select(static o => SignatureText.Plain.Write(o.DeclaringType) + "::" + SignatureText.Plain.Write(o)).OrderBy(static o => o, StringComparer.Ordinal);
}

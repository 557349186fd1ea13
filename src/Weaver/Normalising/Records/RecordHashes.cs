using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Records;

/// <summary>
/// Gives records, and messages that protoc generated, that only gained members their deployed hash codes: what is equal in all members is equal in those that the deployed build
/// has, and objects that lie in hash tables are found again.
/// </summary>
internal static class RecordHashes
{
    /// <summary>Takes the terms of gained members out of the generated <c>GetHashCode</c> of the new build, in memory.</summary>
    /// <param name="pair">The builds; their fields have the same names where they are the same.</param>
    /// <param name="changed">Hears of each method that is no longer what the file has.</param>
    public static void Keep(AssemblyPair pair, Action<MethodDefinition> changed)
    {
        foreach (var type in pair.Untouched.OthersIn(pair.New).Where(static t => !t.IsInterface))
        {
            if (pair.Old.GetType(type.FullName) is not { } old)
                continue;
            if (Find(type) is { } now && Find(old) is { } then && Keep(now, then))
                changed(now);
            else if (MessageHashes.Find(type) is { } hash && MessageHashes.Find(old) is { } before && MessageHashes.Keep(hash, before))
                changed(hash);
        }
    }

    private static MethodDefinition? Find(TypeDefinition type) => type.Methods.FirstOrDefault(static m =>
        m is { Name: "GetHashCode", HasParameters: false, HasBody: true, IsVirtual: true } && GeneratedCode.IsMarked(m));

    private static bool Keep(MethodDefinition now, MethodDefinition then)
    {
        var deployed = new HashSet<string>(then.DeclaringType.Fields.Select(static f => f.Name), StringComparer.Ordinal);
        var (terms, before) = (HashTerm.FindIn(now), HashTerm.FindIn(then));
        var kept = terms.Where(t => deployed.Contains(t.Field)).ToList();
        // The first of a struct stands without the factor, so it cannot go.
        if (kept.Count == terms.Count || !kept.Select(static t => t.Field).SequenceEqual(before.Select(static t => t.Field)))
            return false;
        var editor = ILEditor.Open(now);
        foreach (var instruction in terms.Except(kept).SelectMany(static t => t.Instructions).ToList())
            editor.Remove(instruction);
        // Without variables it says how long the code is, no more.
        if (!now.Body.HasVariables)
            now.Body.InitLocals = then.Body.InitLocals;
        return true;
    }
}

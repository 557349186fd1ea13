using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Records;

/// <summary>Gives messages that protoc generated and that only gained fields their deployed hash codes, as <see cref="RecordHashes"/> does.</summary>
internal static class MessageHashes
{
    /// <summary>The generated <c>GetHashCode</c> of a message; null where the type is none.</summary>
    public static MethodDefinition? Find(TypeDefinition type) => type.Methods.FirstOrDefault(static m =>
        m is { Name: "GetHashCode", HasParameters: false, HasBody: true, IsVirtual: true } && SourceGenerated.IsOfMessage(m));

    /// <summary>Takes the terms of gained fields out of <paramref name="now"/>; says whether there were any.</summary>
    public static bool Keep(MethodDefinition now, MethodDefinition then)
    {
        var old = then.DeclaringType;
        var deployed = new HashSet<string>(old.Fields.Select(static f => f.Name).Concat(old.Methods.Select(static m => m.Name)), StringComparer.Ordinal);
        var (terms, before) = (MessageHashTerm.FindIn(now), MessageHashTerm.FindIn(then));
        var kept = terms.Where(t => t.Members.All(deployed.Contains)).ToList();
        if (kept.Count == terms.Count || !kept.Select(Describe).SequenceEqual(before.Select(Describe)))
            return false;
        var editor = ILEditor.Open(now);
        foreach (var term in terms.Except(kept).ToList())
            Remove(now, term, editor);
        return true;
    }

    // Who went past the term before goes past this one too.
    private static void Remove(MethodDefinition method, MessageHashTerm term, ILEditor editor)
    {
        var after = term.Instructions[term.Instructions.Count - 1].Next;
        var gone = new HashSet<Instruction>(term.Instructions);
        foreach (var branch in method.Body.Instructions.Where(i => i.Operand is Instruction target && gone.Contains(target) && !gone.Contains(i)))
            branch.Operand = after;
        foreach (var instruction in term.Instructions)
            editor.Remove(instruction);
    }

    private static string Describe(MessageHashTerm term) => string.Join(" ", term.Members);
}

using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Records;

/// <summary>
/// What one field adds to the hash code of a message that protoc generated:
/// <code>(if (Name.Length != 0)) hash ^= Name.GetHashCode();</code>
/// </summary>
/// <param name="Members">The members of the message that it names, in their order.</param>
/// <param name="Instructions">The code, from after the term before.</param>
internal sealed record MessageHashTerm(IReadOnlyList<string> Members, IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The terms of a method, in their order; none where it is written otherwise.</summary>
    // ldc.i4.1; stloc hash; (…; xor; stloc hash)…
    public static IReadOnlyList<MessageHashTerm> FindIn(MethodDefinition method)
    {
        var code = method.Body.Instructions;
        var first = code.FirstOrDefault(static i => i.OpCode.Code != Code.Nop);
        if (first?.OpCode.Code != Code.Ldc_I4_1 || LongForm.Read(first.Next, method.Body) is not ("stloc", int hash))
            return [];
        var found = new List<MessageHashTerm>();
        var term = new List<Instruction>();
        for (var at = first.Next.Next; at is not null; at = at.Next)
        {
            term.Add(at);
            if (at.Previous.OpCode.Code != Code.Xor || LongForm.Read(at, method.Body) is not ("stloc", int stored) || stored != hash)
                continue;
            found.Add(new MessageHashTerm([.. term.Select(i => FindMember(i, method.DeclaringType)).OfType<string>()], term));
            term = [];
        }

        return found;
    }

    private static string? FindMember(Instruction instruction, TypeDefinition message) =>
        instruction.Operand is MemberReference { DeclaringType: { } type } member and (FieldReference or MethodReference)
        && type.GetElementType().FullName == message.FullName
            ? member.Name
            : null;
}

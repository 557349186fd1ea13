using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Recognises delegates that a constructor makes of the object's own methods: they are the same whenever they are made.</summary>
internal static class OwnDelegates
{
    /// <summary>Whether code that has the object on the stack makes a delegate of one of its methods.</summary>
    // ldftn m; newobj D | dup; ldvirtftn m; newobj D
    public static bool BeginWith(IReadOnlyList<Instruction> code, TypeDefinition type)
    {
        var at = code.Count > 0 && code[0].OpCode.Code == Code.Dup ? 1 : 0;
        return code.Count > at + 1 && code[at].OpCode.Code == (at == 0 ? Code.Ldftn : Code.Ldvirtftn)
            && ((MethodReference)code[at].Operand).Resolve() is { IsStatic: false } method && method.DeclaringType == type
            && code[at + 1] is { OpCode.Code: Code.Newobj, Operand: MethodReference { DeclaringType: var made } }
            && made.Resolve() is { } definition && DelegateTypes.Contains(definition);
    }
}

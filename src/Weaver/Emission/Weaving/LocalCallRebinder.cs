using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Binds calls to bodies instead of stubs; <c>callvirt</c> stays where it checks the receiver for null.</summary>
internal static class LocalCallRebinder
{
    /// <summary>Binds the calls in <paramref name="caller"/> of every key of <paramref name="bodies"/> to its value.</summary>
    public static void Rebind(MethodDefinition caller, IReadOnlyDictionary<MethodDefinition, MethodDefinition> bodies)
    {
        foreach (var instruction in caller.Body.Instructions)
        {
            if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt))
                continue;
            var reference = (MethodReference)instruction.Operand;
            var element = reference.GetElementMethod();
            var target = element as MethodDefinition
                ?? (element.DeclaringType.GetElementType() is TypeDefinition type && type.Module == caller.Module ? element.Resolve() : null);
            if (target is not null && bodies.TryGetValue(target, out var body))
                instruction.Operand = SelfReference.Retarget(reference, body);
        }
    }
}

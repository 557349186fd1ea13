using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>
/// Tells casts and tests that ask an object of a group which of its classes it has, as matches over the cases of a union do, from those
/// that find one among others.
/// </summary>
/// <param name="group">The types.</param>
internal sealed class OwnTests(AnewGroup group)
{
    /// <summary>Whether what a cast or test takes is known to be an object of the group by what loads it.</summary>
    public bool IsOfKnown(Instruction test, MethodDefinition method) =>
        test.Previous is { } load && !IsTarget(test, method.Body) && TypeOf(load, method) is TypeDefinition known && group.Contains(known);

    // By another way it might be something else.
    private static bool IsTarget(Instruction instruction, MethodBody body) =>
        body.Instructions.Any(i => i.Operand == instruction || (i.Operand is Instruction[] targets && targets.Contains(instruction)))
        || body.ExceptionHandlers.Any(h => h.HandlerStart == instruction || h.FilterStart == instruction);

    private static TypeReference? TypeOf(Instruction load, MethodDefinition method)
    {
        var (name, operand) = LongForm.Read(load, method.Body);
        return name switch
        {
            "ldloc" when operand is int variable => method.Body.Variables[variable].VariableType,
            "ldarg" when operand is int argument => ArgumentType(method, argument),
            "ldfld" or "ldsfld" => (load.Operand as FieldReference)?.FieldType,
            "call" or "callvirt" => (load.Operand as MethodReference)?.ReturnType,
            "castclass" => load.Operand as TypeReference,
            _ => null,
        };
    }

    private static TypeReference ArgumentType(MethodDefinition method, int argument) =>
        !method.HasThis ? method.Parameters[argument].ParameterType : argument == 0 ? method.DeclaringType : method.Parameters[argument - 1].ParameterType;
}

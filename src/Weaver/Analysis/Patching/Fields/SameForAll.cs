using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Tells whether all objects that exist have one value in an added field: the default, or a constant.</summary>
internal static class SameForAll
{
    public static bool Is(AddedField added)
    {
        if (added.ForExisting is not null || added.IsUnproven || added.Fill is not null)
            return false;
        if (added.Derived is { } derived)
            return derived.IsDefault || (IsValue(added.Field.FieldType) && derived.Steps.All(static s => s.Target is null && IsConstant(s.Code)) && !derived.HasArguments && !derived.IsOfObject);
        return added.Initialiser is not { } initialiser
            || (IsValue(added.Field.FieldType) && !InitialiserEffects.Has(initialiser) && initialiser.Instructions.All(static i => i.OpCode.Code == Code.Ldarg_0 || IsConstant(i)));
    }

    private static bool IsValue(TypeReference type) => type switch
    {
        GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable => IsValue(nullable.GenericArguments[0]),
        _ => UnchangingTypes.Contains(type) || type.Resolve() is { IsEnum: true },
    };

    // Fields of the framework are read only where they are values at all (String::Empty).
    private static bool IsConstant(Instruction instruction)
    {
        var (name, operand) = (instruction.OpCode.Name, instruction.Operand);
        return name.StartsWith("ldc.", StringComparison.Ordinal) || name.StartsWith("conv.", StringComparison.Ordinal)
            || instruction.OpCode.Code is Code.Ldstr or Code.Ldnull or Code.Nop or Code.Stfld
            || (instruction.OpCode.Code == Code.Ldsfld && operand is FieldReference { DeclaringType.FullName: "System.String" or "System.Decimal" or "System.TimeSpan" or "System.Guid" })
            || (instruction.OpCode.Code == Code.Newobj && operand is MethodReference made && IsValue(made.DeclaringType));
    }
}

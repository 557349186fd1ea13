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
            return derived.IsDefault || (IsValue(added.Field.FieldType) && IsConstant(derived));
        return added.Initialiser is not { } initialiser
            || (IsValue(added.Field.FieldType) && !InitialiserEffects.Has(initialiser)
                && initialiser.Instructions.All(static i => i.OpCode.Code == Code.Ldarg_0 || IsConstant(i)));
    }

    /// <summary>
    /// Whether they have the empty list, map or string of bytes that protoc gives a field: those are equal, and add nothing to a hash code.
    /// </summary>
    // ldarg.0; newobj RepeatedField`1 (or: call ByteString::get_Empty); stfld
    public static bool IsEmptyOfMessage(AddedField added) =>
        added is { ForExisting: null, IsUnproven: false, Fill: null, Derived: null, Initialiser: { } initialiser }
        && initialiser.Instructions.All(static i => i.OpCode.Code is Code.Ldarg_0 or Code.Nop or Code.Stfld
            || i.Operand is MethodReference { HasParameters: false, DeclaringType: var type }
                && (type.Namespace == "Google.Protobuf.Collections" || type.FullName == "Google.Protobuf.ByteString"));

    private static bool IsConstant(DerivedValue value) =>
        !value.HasArguments && !value.IsOfObject && value.Steps.All(static s => s.Target is null && IsConstant(s.Code));

    private static bool IsValue(TypeReference type) => type switch
    {
        GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable => IsValue(nullable.GenericArguments[0]),
        _ => UnchangingTypes.Contains(type) || type.Resolve() is { IsEnum: true },
    };

    // Fields of the framework are read only where they are values at all (String::Empty).
    private static bool IsConstant(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldstr or Code.Ldnull or Code.Nop or Code.Stfld => true,
        Code.Ldsfld => instruction.Operand is FieldReference
        {
            DeclaringType.FullName: "System.String" or "System.Decimal" or "System.TimeSpan" or "System.Guid",
        },
        Code.Newobj => instruction.Operand is MethodReference made && IsValue(made.DeclaringType),
        _ => instruction.OpCode.Name.StartsWith("ldc.", StringComparison.Ordinal) || instruction.OpCode.Name.StartsWith("conv.", StringComparison.Ordinal),
    };
}

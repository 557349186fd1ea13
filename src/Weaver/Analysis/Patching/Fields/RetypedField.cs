using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What an object that exists has in a field that changed its type, where nothing of the deployed value is lost: wider numbers, the same
/// bits, nullable ones, enums and their numbers, base types and interfaces of what it refers to.
/// </summary>
internal static class RetypedField
{
    private static readonly HashSet<(MetadataType From, MetadataType To)> SameOnStack =
    [
        (MetadataType.Byte, MetadataType.Int16), (MetadataType.Byte, MetadataType.UInt16), (MetadataType.Byte, MetadataType.Int32),
        (MetadataType.Byte, MetadataType.UInt32), (MetadataType.SByte, MetadataType.Int16), (MetadataType.SByte, MetadataType.Int32),
        (MetadataType.Int16, MetadataType.Int32), (MetadataType.UInt16, MetadataType.Int32), (MetadataType.UInt16, MetadataType.UInt32),
        (MetadataType.Int32, MetadataType.UInt32), (MetadataType.Int64, MetadataType.UInt64),
    ];

    /// <summary>The deployed value as the new field has it; null where it would not be the same value.</summary>
    // ldarg.0; ldfld deployed; (conv | box T; unbox.any Nullable<T>)
    public static DerivedValue? Convert(FieldDefinition deployed, FieldDefinition field)
    {
        if (deployed.IsStatic || field.IsStatic || deployed.HasConstant || field.HasConstant || field.DeclaringType.IsValueType
            || field.DeclaringType.HasGenericParameters || Conversion(deployed.FieldType, field.FieldType) is not { } conversion)
            return null;
        // Any method of the type does: the steps stand in none.
        if (field.DeclaringType.Methods.FirstOrDefault(static m => m is { HasBody: true, IsStatic: false }) is not { } source)
            return null;
        IEnumerable<Instruction> code = [Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldfld, deployed), .. conversion];
        return new DerivedValue([.. code.Select(i => new DerivedStep(source, i))]);
    }

    private static IReadOnlyList<Instruction>? Conversion(TypeReference from, TypeReference to)
    {
        if (IsNullable(to))
        {
            var inner = ((GenericInstanceType)to).GenericArguments[0];
            return Same(from, inner) ? [Instruction.Create(OpCodes.Box, from), Instruction.Create(OpCodes.Unbox_Any, to)] : null;
        }

        var (was, now) = (NumberOf(from), NumberOf(to));
        if (was is null || now is null)
            return IsObject(from) && IsObject(to) && ReferenceConversions.Exists(from, to) ? [] : null;
        if ((was == now && (IsEnum(from) ^ IsEnum(to))) || SameOnStack.Contains((was.Value, now.Value)))
            return [];
        return (was, now) switch
        {
            (MetadataType.SByte or MetadataType.Int16 or MetadataType.Int32, MetadataType.Int64) => [Instruction.Create(OpCodes.Conv_I8)],
            (MetadataType.Byte or MetadataType.UInt16 or MetadataType.UInt32, MetadataType.Int64 or MetadataType.UInt64) =>
                [Instruction.Create(OpCodes.Conv_U8)],
            (MetadataType.Single, MetadataType.Double) => [Instruction.Create(OpCodes.Conv_R8)],
            (MetadataType.SByte or MetadataType.Byte or MetadataType.Int16 or MetadataType.UInt16 or MetadataType.Int32, MetadataType.Double) =>
                [Instruction.Create(OpCodes.Conv_R8)],
            _ => null,
        };
    }

    private static bool Same(TypeReference from, TypeReference to) => from.FullName == to.FullName && from is not GenericParameter;

    private static bool IsNullable(TypeReference type) => type is GenericInstanceType { ElementType.FullName: "System.Nullable`1" };

    private static MetadataType? NumberOf(TypeReference type) =>
        type.IsPrimitive ? type.MetadataType
        : type is TypeDefinition or TypeReference { IsGenericInstance: false, IsArray: false } && type.Resolve() is { IsEnum: true } definition
            ? definition.Fields.First(static f => !f.IsStatic).FieldType.MetadataType
            : null;

    private static bool IsEnum(TypeReference type) => !type.IsPrimitive;

    private static bool IsObject(TypeReference type) =>
        type is not (GenericParameter or IModifierType or ByReferenceType or PointerType) && (type is ArrayType || type.Resolve() is { IsValueType: false });
}

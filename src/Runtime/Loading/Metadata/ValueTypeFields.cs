using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace HotWeave.Loading.Metadata;

/// <summary>What the values of a field consist of, as far as the runtime loads it together with the field's type.</summary>
/// <param name="IsValueType">Whether it is a value type, whose fields are loaded too.</param>
/// <param name="Definition">Its definition, where this assembly has it.</param>
/// <param name="Within">The value types of this assembly that it consists of.</param>
/// <param name="Parameter">The type parameter that it is, or -1.</param>
/// <param name="Mentioned">The type parameters that occur in it.</param>
/// <param name="HandedOn">Those that are handed on in it.</param>
internal sealed record FieldValue(
    bool IsValueType, TypeDefinitionHandle Definition, ImmutableArray<TypeDefinitionHandle> Within, int Parameter, ImmutableArray<int> Mentioned, ImmutableArray<HandedOn> HandedOn)
{
    internal static readonly FieldValue Other = new(false, default, [], -1, [], []);
}

/// <summary>A type parameter is handed on to another one of a value type.</summary>
/// <param name="From">The type parameter of the type that has the field.</param>
/// <param name="To">The value type.</param>
/// <param name="Index">Its type parameter.</param>
/// <param name="IsExpanding">Whether it is handed on within another type (ECMA-335 II.9.2).</param>
internal readonly record struct HandedOn(int From, TypeDefinitionHandle To, int Index, bool IsExpanding);

/// <summary>Reads fields' signatures for <see cref="FieldValue"/>s.</summary>
internal sealed class ValueTypeFields : ISignatureTypeProvider<FieldValue, object?>
{
    internal static readonly ValueTypeFields Instance = new();

    public FieldValue GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        rawTypeKind == (byte)SignatureTypeKind.ValueType ? new(true, handle, [handle], -1, [], []) : FieldValue.Other;

    public FieldValue GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        FieldValue.Other with { IsValueType = rawTypeKind == (byte)SignatureTypeKind.ValueType };

    public FieldValue GetGenericInstantiation(FieldValue genericType, ImmutableArray<FieldValue> typeArguments)
    {
        ImmutableArray<int> mentioned = [.. typeArguments.SelectMany(static a => a.Mentioned).Distinct()];
        // Of objects only the reference is there.
        if (!genericType.IsValueType)
            return FieldValue.Other with { Mentioned = mentioned };
        var handedOn = typeArguments.SelectMany(static a => a.HandedOn);
        if (!genericType.Definition.IsNil)
            handedOn = handedOn.Concat(typeArguments.SelectMany((a, i) => a.Mentioned.Select(m => new HandedOn(m, genericType.Definition, i, a.Parameter < 0))));
        return genericType with
        {
            Within = [.. genericType.Within.Concat(typeArguments.SelectMany(static a => a.Within)).Distinct()],
            Mentioned = mentioned,
            HandedOn = [.. handedOn.Distinct()],
        };
    }

    public FieldValue GetGenericTypeParameter(object? genericContext, int index) => FieldValue.Other with { Parameter = index, Mentioned = [index] };

    public FieldValue GetGenericMethodParameter(object? genericContext, int index) => FieldValue.Other;

    public FieldValue GetModifiedType(FieldValue modifier, FieldValue unmodifiedType, bool isRequired) => unmodifiedType;

    public FieldValue GetPinnedType(FieldValue elementType) => elementType;

    public FieldValue GetSZArrayType(FieldValue elementType) => Whole(elementType);

    public FieldValue GetArrayType(FieldValue elementType, ArrayShape shape) => Whole(elementType);

    public FieldValue GetByReferenceType(FieldValue elementType) => Whole(elementType);

    public FieldValue GetPointerType(FieldValue elementType) => Whole(elementType);

    public FieldValue GetFunctionPointerType(MethodSignature<FieldValue> signature) => FieldValue.Other;

    public FieldValue GetPrimitiveType(PrimitiveTypeCode typeCode) => FieldValue.Other;

    public FieldValue GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => FieldValue.Other;

    private static FieldValue Whole(FieldValue element) => FieldValue.Other with { Mentioned = element.Mentioned };
}

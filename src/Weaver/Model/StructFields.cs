using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What the values of a struct consist of.</summary>
internal static class StructFields
{
    /// <summary>Whether a struct has references for sure, in structs within it too; .NET never compares the bits of such values.</summary>
    public static bool HoldReferences(TypeDefinition type) => type.Fields.Any(static f => !f.IsStatic && IsReference(f.FieldType));

    private static bool IsReference(TypeReference type) => type switch
    {
        GenericParameter parameter => parameter.HasReferenceTypeConstraint,
        ArrayType => true,
        PointerType or ByReferenceType or FunctionPointerType => false,
        IModifierType modified => IsReference(modified.ElementType),
        // A primitive's only field is of its own type.
        _ => !type.IsPrimitive && type.Resolve() is { } resolved && !resolved.IsEnum && (!resolved.IsValueType || HoldReferences(resolved)),
    };
}

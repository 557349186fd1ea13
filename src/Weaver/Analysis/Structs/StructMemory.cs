using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>Which variables may be a struct by another name, by their types: the answer is no only where it is so for sure.</summary>
internal sealed class StructMemory(TypeDefinition self)
{
    /// <summary>Whether a variable of a type may be the struct, or hold it.</summary>
    public bool MayHold(TypeReference variable) => MayHold(variable, []);

    /// <summary>Whether what lies at an address that is taken for one of a type may be the struct, hold it, or lie in it.</summary>
    public bool MayOverlap(TypeReference type) => type.IsPrimitive || MayHold(type) || IsIn(type, self, []);

    private bool MayHold(TypeReference type, HashSet<TypeDefinition> seen) => type switch
    {
        // A value of the struct's own parameter cannot hold the struct: it would be part of itself.
        GenericParameter parameter => !self.GenericParameters.Contains(parameter),
        IModifierType modified => MayHold(modified.ElementType, seen),
        ArrayType or ByReferenceType or PointerType or FunctionPointerType => false,
        GenericInstanceType instance =>
            MayHold(instance.ElementType, seen) || (instance.IsValueType && instance.GenericArguments.Any(a => MayHold(a, seen))),
        TypeDefinition definition => MayHold(definition, seen),
        // Types of other assemblies hold those of this one by their arguments alone.
        _ => false,
    };

    private bool MayHold(TypeDefinition type, HashSet<TypeDefinition> seen) =>
        type == self || (type.IsValueType && seen.Add(type) && type.Fields.Any(f => !f.IsStatic && MayHold(f.FieldType, seen)));

    private static bool IsIn(TypeReference part, TypeDefinition type, HashSet<TypeDefinition> seen) =>
        seen.Add(type) && type.Fields.Any(f =>
            !f.IsStatic && (IsSame(f.FieldType, part) || (f.FieldType.GetElementType() is TypeDefinition { IsValueType: true } inner
            && IsIn(part, inner, seen))));

    private static bool IsSame(TypeReference field, TypeReference part) =>
        field is GenericParameter || part is GenericParameter || field.GetElementType().FullName == part.GetElementType().FullName;
}

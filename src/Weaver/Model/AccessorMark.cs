using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What an <c>[UnsafeAccessor]</c> names: a member of a type, by its name.</summary>
/// <param name="Kind">Which kind of member.</param>
/// <param name="Name">The member's name; of constructors it does not matter.</param>
/// <param name="Owner">The type that has the member, as the accessor's signature has it; null where that names no type.</param>
internal sealed record AccessorMark(AccessorKind Kind, string Name, TypeReference? Owner)
{
    /// <summary>The attribute's name.</summary>
    public const string Attribute = "System.Runtime.CompilerServices.UnsafeAccessorAttribute";

    /// <summary>The mark of a method; null where it is no accessor.</summary>
    public static AccessorMark? Read(MethodDefinition method)
    {
        // Its body has no address.
        if (method is not { RVA: 0, IsStatic: true, HasCustomAttributes: true } || FindAttribute(method) is not { ConstructorArguments.Count: 1 } attribute)
            return null;
        var kind = (AccessorKind)(int)attribute.ConstructorArguments[0].Value;
        var name = attribute.Properties.FirstOrDefault(static p => p.Name == "Name").Argument.Value as string ?? method.Name;
        return new AccessorMark(kind, name, Named(kind == AccessorKind.Constructor ? method.ReturnType : method.Parameters.FirstOrDefault()?.ParameterType));
    }

    /// <summary>The attribute itself; null where a method has none.</summary>
    public static CustomAttribute? FindAttribute(MethodDefinition method) =>
        method.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == Attribute);

    /// <summary>The member that an accessor names in the definition of its owner; null where that has none.</summary>
    public IMemberDefinition? FindIn(TypeDefinition owner, MethodDefinition accessor) => Kind switch
    {
        AccessorKind.Field or AccessorKind.StaticField => owner.Fields.FirstOrDefault(f => f.Name == Name && f.IsStatic == (Kind == AccessorKind.StaticField)),
        AccessorKind.Constructor => owner.Methods.FirstOrDefault(m => m is { IsConstructor: true, IsStatic: false } && HaveSameParameters(m, accessor, 0)),
        _ => owner.Methods.FirstOrDefault(m => m.Name == Name && m.IsStatic == (Kind == AccessorKind.StaticMethod) && HaveSameParameters(m, accessor, 1)),
    };

    private static TypeReference? Named(TypeReference? type) => type switch
    {
        ByReferenceType or IModifierType => Named(((TypeSpecification)type).ElementType),
        GenericParameter or ArrayType or PointerType or FunctionPointerType => null,
        _ => type,
    };

    // Generic parameters have other numbers on both sides: the runtime tells overloads apart that differ in nothing else, and nobody writes
    // them.
    private static bool HaveSameParameters(MethodDefinition member, MethodDefinition accessor, int skipped)
    {
        if (member.Parameters.Count != accessor.Parameters.Count - skipped)
            return false;
        for (var i = 0; i < member.Parameters.Count; i++)
        {
            var (one, other) = (member.Parameters[i].ParameterType, accessor.Parameters[i + skipped].ParameterType);
            if (!one.ContainsGenericParameter && one.FullName != other.FullName)
                return false;
        }

        return true;
    }
}

/// <summary>The kinds of members that accessors name, numbered as .NET numbers them.</summary>
internal enum AccessorKind
{
    Constructor,
    Method,
    StaticMethod,
    Field,
    StaticField,
}

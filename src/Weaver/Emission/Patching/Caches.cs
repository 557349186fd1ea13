using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Homes for the static caches of generated types that are deployed (delegates of lambdas, dynamic call sites): they belong to their version,
/// so the patch has its own, in a class with the type parameters of the original.
/// </summary>
internal sealed class Caches
{
    private readonly Holders _holders;
    private readonly TypeCopy _types;
    private readonly Dictionary<TypeDefinition, TypeDefinition> _homes = [];

    public Caches(Holders holders, TypeCopy types)
    {
        _holders = holders;
        _types = types;
    }

    /// <summary>The patch's field for <paramref name="field"/>, as code that names it by <paramref name="declaring"/> sees it.</summary>
    public FieldReference Reference(FieldDefinition field, TypeReference declaring, ReferenceRewriter references)
    {
        var home = HomeOf(field.DeclaringType);
        var copy = _types.Field(field, home);
        copy.IsPublic = true;
        if (declaring is not GenericInstanceType instance)
            return copy;
        var type = new GenericInstanceType(home);
        foreach (var argument in instance.GenericArguments)
            type.GenericArguments.Add(references.Type(argument));
        return new FieldReference(copy.Name, copy.FieldType, type);
    }

    private TypeDefinition HomeOf(TypeDefinition type)
    {
        if (_homes.TryGetValue(type, out var home))
            return home;
        var holder = _holders.Of(type);
        home = new TypeDefinition(
            "", type.Name, TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, holder.Module.TypeSystem.Object);
        for (var number = 2; holder.NestedTypes.Any(n => n.Name == home.Name); number++)
            home.Name = GeneratedName.Numbered(type.Name, number);
        foreach (var parameter in type.GenericParameters)
            home.GenericParameters.Add(new GenericParameter(parameter.Name, home));
        holder.NestedTypes.Add(home);
        _homes.Add(type, home);
        return home;
    }
}

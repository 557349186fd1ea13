using HotWeave.Weaver.IL;
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
    private readonly TypeImporter _importer;
    private readonly Dictionary<TypeDefinition, TypeDefinition> _homes = [];

    public Caches(Holders holders, TypeCopy types, TypeImporter importer)
    {
        _holders = holders;
        _types = types;
        _importer = importer;
    }

    /// <summary>The patch's field for <paramref name="field"/>, as code that names it by <paramref name="declaring"/> sees it.</summary>
    public FieldReference Reference(FieldDefinition field, TypeReference declaring, ReferenceRewriter references)
    {
        var home = HomeOf(field.DeclaringType);
        var copy = _types.Field(field, home);
        copy.IsPublic = true;
        return declaring is GenericInstanceType instance
            ? new FieldReference(copy.Name, copy.FieldType, home.Over([.. instance.GenericArguments.Select(references.Type)]))
            : copy;
    }

    private TypeDefinition HomeOf(TypeDefinition type)
    {
        if (_homes.TryGetValue(type, out var home))
            return home;
        var holder = _holders.FindOrAdd(type);
        var name = GeneratedName.Free(type.Name, name => holder.NestedTypes.Any(n => n.Name == name));
        home = new TypeDefinition(
            "", name, TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, holder.Module.TypeSystem.Object);
        GenericParameterCopy.Declare(type.GenericParameters, home);
        holder.NestedTypes.Add(home);
        GenericParameterCopy.Constrain(type.GenericParameters, home, new ReferenceRewriter(_importer, new GenericMap([.. home.GenericParameters], [])));
        _homes.Add(type, home);
        return home;
    }
}

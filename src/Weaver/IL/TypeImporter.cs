using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Brings named types into a module. Patch making overrides it where a type of one module stands for a type of another.
/// </summary>
internal class TypeImporter
{
    // One object for each type: what looks at the target afterwards looks at each once.
    private readonly Dictionary<TypeReference, TypeReference> _imported = [];

    /// <summary>Makes an importer.</summary>
    /// <param name="target">The module that shall refer to the types.</param>
    /// <param name="valueTypes">Knows of outside types what they are, where it costs less than to look for them; null to look.</param>
    public TypeImporter(ModuleDefinition target, ValueTypes? valueTypes = null)
    {
        Target = target;
        ValueTypes = valueTypes;
    }

    /// <summary>The module that shall refer to the types.</summary>
    public ModuleDefinition Target { get; }

    /// <summary>Knows of outside types what they are; null where nothing does.</summary>
    public ValueTypes? ValueTypes { get; }

    /// <summary>
    /// A reference in <see cref="Target"/> to a type that is neither constructed (array, instance, pointer, modified, …) nor a
    /// generic parameter.
    /// </summary>
    public virtual TypeReference Import(TypeReference named)
    {
        if (named.Module == Target)
            return named;
        if (!_imported.TryGetValue(named, out var imported))
            _imported.Add(named, imported = Make(named));
        return imported;
    }

    private TypeReference Make(TypeReference named)
    {
        var imported = Target.ImportReference(named);
        if (imported.IsValueType || named is TypeDefinition || named.MetadataType != MetadataType.Class)
            return imported;
        // A reference that was first seen as a declaring type does not know whether it is a value type, and signatures must say it.
        if (ValueTypes?.IsValueType(named) is not { } isValueType)
            return new OutsideType(imported, named);
        imported.IsValueType = isValueType;
        return imported;
    }
}

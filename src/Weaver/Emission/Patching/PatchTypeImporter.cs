using HotWeave.Weaver.IL;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Brings types of the new build into the patch: one that is deployed as the deployed type, one that is not as the patch's own copy.
/// </summary>
internal sealed class PatchTypeImporter : TypeImporter
{
    private readonly PatchUniverse _universe;
    private readonly Func<TypeDefinition, TypeDefinition> _moved;
    private readonly Dictionary<TypeDefinition, TypeReference> _imported = [];

    /// <param name="target">The patch module.</param>
    /// <param name="universe">The assemblies compared.</param>
    /// <param name="moved">Gives the patch's copy of a type that only the new build has.</param>
    /// <param name="valueTypes">Knows of outside types what they are.</param>
    public PatchTypeImporter(ModuleDefinition target, PatchUniverse universe, Func<TypeDefinition, TypeDefinition> moved, ValueTypes valueTypes)
        : base(target, valueTypes)
    {
        _universe = universe;
        _moved = moved;
    }

    public override TypeReference Import(TypeReference named)
    {
        if (_universe.Find(named) is not { } type)
            return base.Import(named);
        if (_imported.TryGetValue(type, out var known))
            return known;
        var imported = _universe.WovenOf(type) is { } woven ? Deployed(woven) : _moved(type);
        _imported[type] = imported;
        return imported;
    }

    private TypeReference Deployed(TypeDefinition woven)
    {
        var reference = Target.ImportReference(woven);
        reference.IsValueType = woven.IsValueType;
        return reference;
    }
}

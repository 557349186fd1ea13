using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The patch's copies of types that only the new build has: types that a person added, state machines, closures without a partner, and the
/// data of one build. A copy is declared when it is first named; its members follow when the plan says so, so that types may name each other.
/// </summary>
internal sealed class MovedTypes
{
    private readonly ModuleDefinition _target;
    private readonly Holders _holders;
    private readonly PatchUniverse _universe;
    private readonly Dictionary<TypeDefinition, TypeDefinition> _copies = [];
    private readonly List<TypeDefinition> _waiting = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public MovedTypes(ModuleDefinition target, Holders holders, PatchUniverse universe)
    {
        _target = target;
        _holders = holders;
        _universe = universe;
    }

    /// <summary>Copies that a person wrote, for the manifest.</summary>
    public IEnumerable<MovedType> Added =>
        _copies.Where(static c => !GeneratedCode.IsGenerated(c.Key) && !GeneratedCode.IsData(c.Key)).Select(static c => new MovedType(c.Key.Module.Assembly.Name.Name, c.Value));

    /// <summary>The types whose copies were declared and have no members yet.</summary>
    public IEnumerable<TypeDefinition> Waiting => _waiting;

    /// <summary>The copy of a type without a deployed partner.</summary>
    public TypeDefinition FindOrDeclare(TypeDefinition type)
    {
        if (_copies.TryGetValue(type, out var copy))
            return copy;
        if (type.Name == "<Module>")
            throw new WeaverDefectException("The type <Module> cannot move into a patch");
        copy = new TypeDefinition(type.Namespace, AnewName.Remove(type.Name), type.Attributes);
        _copies.Add(type, copy);
        Place(type, copy);
        GenericParameterCopy.Declare(type.GenericParameters, copy, keepVariance: true);
        _waiting.Add(type);
        return copy;
    }

    /// <summary>A declared copy that has no members yet; from now on it counts as having them.</summary>
    public TypeDefinition TakeCopy(TypeDefinition type)
    {
        _waiting.Remove(type);
        return _copies[type];
    }

    private void Place(TypeDefinition type, TypeDefinition copy)
    {
        if (type.DeclaringType is null)
        {
            var name = copy.Name;
            for (var number = 2; !_names.Add(copy.FullName); number++)
                copy.Name = GeneratedName.Numbered(name, number);
            _target.Types.Add(copy);
            return;
        }

        // Nested in a deployed type: the outer one is its holder. Generated types of a deployed closure go to the holder of the type around it.
        var outer = _universe.WovenOf(type.DeclaringType) is null ? FindOrDeclare(type.DeclaringType) : _holders.FindOrAdd(type.DeclaringType);
        if (type is { IsEnum: true, HasGenericParameters: true } && !outer.HasGenericParameters)
            outer = FindOrAddEnclosing(type, outer);
        copy.Name = GeneratedName.Free(copy.Name, name => outer.NestedTypes.Any(n => n.Name == name));
        outer.NestedTypes.Add(copy);
        if (outer.Name == AnewName.Remove(type.DeclaringType.Name) && _universe.WovenOf(type.DeclaringType) is null)
        {
            ShowToBinder(type, copy);
            return;
        }

        copy.IsNestedPublic = true;
    }

    // An enumeration has no generic parameters but those of the types around it (the type loader insists), and holders have none.
    private TypeDefinition FindOrAddEnclosing(TypeDefinition type, TypeDefinition holder)
    {
        if (holder.NestedTypes.FirstOrDefault(static n => n.Name.StartsWith(GeneratedName.Enclosing, StringComparison.Ordinal)) is { } known)
            return known;
        const TypeAttributes Attributes = TypeAttributes.Class | TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed;
        var enclosing = new TypeDefinition("", GeneratedName.Enclosing, Attributes, _target.TypeSystem.Object);
        GenericParameterCopy.Declare(type.GenericParameters, enclosing);
        holder.NestedTypes.Add(enclosing);
        return enclosing;
    }

    // What dynamic code of an added type may see is decided for a deployed type, which sees what is internal in the patch.
    private static void ShowToBinder(TypeDefinition type, TypeDefinition copy)
    {
        if (GeneratedCode.IsGenerated(type) || type.Module.AssemblyReferences.All(static r => r.Name != "Microsoft.CSharp"))
            return;
        if (copy.IsNestedPrivate)
            copy.IsNestedAssembly = true;
        else if (copy.IsNestedFamily)
            copy.IsNestedFamilyOrAssembly = true;
    }
}

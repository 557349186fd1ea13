using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Types;

/// <summary>Finds the types that references name, in the order in which a reference is taken to another module.</summary>
/// <param name="universe">The assemblies compared.</param>
/// <param name="moves">Hears of each type that only the new builds have.</param>
/// <param name="outside">Hears of each assembly, from outside, that has a type.</param>
internal sealed class TypeNeeds(PatchUniverse universe, Action<TypeDefinition> moves, Action<AssemblyNameReference> outside)
{
    private readonly HashSet<TypeReference> _known = [];

    /// <summary>What a reference to a type names.</summary>
    public void AddType(TypeReference type)
    {
        if (TypeParts.List(type) is not { } parts)
        {
            if (type is not GenericParameter)
                AddNamed(type);
            return;
        }

        foreach (var part in parts)
            AddType(part);
    }

    /// <summary>What a reference to a method names.</summary>
    public void AddMethod(MethodReference method)
    {
        var open = method.GetElementMethod();
        AddType(open.DeclaringType);
        AddType(open.ReturnType);
        AddParameters(open);
        if (method is GenericInstanceMethod instance)
            AddTypes(instance.GenericArguments);
    }

    /// <summary>What a reference to a field names.</summary>
    public void AddField(FieldReference field)
    {
        AddType(field.DeclaringType);
        AddType(field.FieldType);
    }

    /// <summary>The generic arguments with which a reference names a member.</summary>
    public void AddArguments(MemberReference reference)
    {
        if (reference.DeclaringType is GenericInstanceType type)
            AddTypes(type.GenericArguments);
        if (reference is GenericInstanceMethod method)
            AddTypes(method.GenericArguments);
    }

    /// <summary>What the constraints of generic parameters name.</summary>
    public void AddConstraints(IEnumerable<GenericParameter> parameters)
    {
        foreach (var constraint in parameters.SelectMany(static p => p.Constraints))
            AddType(constraint.ConstraintType);
    }

    /// <summary>What the static shape of a method names: its type's generic parameters and its own in one row, the object first.</summary>
    public void AddShape(MethodDefinition method)
    {
        AddConstraints(method.DeclaringType.GenericParameters);
        AddConstraints(method.GenericParameters);
        if (method.HasThis)
            AddNamed(method.DeclaringType);
        AddParameters(method);
        AddType(method.ReturnType);
    }

    private void AddParameters(IMethodSignature signature)
    {
        if (!signature.HasParameters)
            return;
        foreach (var parameter in signature.Parameters)
            AddType(parameter.ParameterType);
    }

    private void AddTypes(IEnumerable<TypeReference> types)
    {
        foreach (var type in types)
            AddType(type);
    }

    private void AddNamed(TypeReference type)
    {
        if (!_known.Add(type))
            return;
        if (universe.Find(type) is not { } definition)
            AddOutside(type);
        else if (universe.WovenOf(definition) is null)
            moves(definition);
    }

    private void AddOutside(TypeReference type)
    {
        if (type.Scope is AssemblyNameReference assembly)
            outside(assembly);
    }
}

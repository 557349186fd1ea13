using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Types;

/// <summary>The generic parameters that the body being verified sees, by position: its type's and its method's.</summary>
internal sealed class GenericContext
{
    private MethodDefinition? _method;

    /// <summary>Turns to the parameters of another method.</summary>
    public void Enter(MethodDefinition method) => _method = method;

    /// <summary>The types that a parameter is constrained to.</summary>
    public IEnumerable<TypeReference> FindConstraints(ILType parameter) =>
        Find(parameter) is { HasConstraints: true } found ? found.Constraints.Select(static c => c.ConstraintType) : [];

    public bool IsValueType(ILType parameter) => Find(parameter) is { HasNotNullableValueTypeConstraint: true };

    public bool IsReferenceType(ILType parameter) => Find(parameter) is { HasReferenceTypeConstraint: true };

    /// <summary>The declaration of a parameter; null where there is none.</summary>
    public GenericParameter? Find(ILType parameter)
    {
        if (_method is null)
            return null;
        var parameters = parameter.Kind == ILKind.TypeParameter ? _method.DeclaringType.GenericParameters : _method.GenericParameters;
        return parameter.Number < parameters.Count ? parameters[parameter.Number] : null;
    }
}

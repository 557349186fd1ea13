using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// A reference to a type whose definition is looked for only where a signature must say whether it is a value type: what looks for it may
/// read a whole assembly of the framework.
/// </summary>
internal sealed class OutsideType : TypeReference
{
    private readonly TypeReference _source;
    private bool? _isValueType;

    /// <summary>Makes a reference.</summary>
    /// <param name="imported">The reference in its module.</param>
    /// <param name="source">The reference that it was imported from, which can be resolved.</param>
    public OutsideType(TypeReference imported, TypeReference source)
        : base(imported.Namespace, imported.Name, imported.Module, imported.Scope)
    {
        _source = source;
        DeclaringType = imported.DeclaringType;
        foreach (var parameter in imported.GenericParameters)
            GenericParameters.Add(new GenericParameter(parameter.Name, this));
    }

    /// <inheritdoc/>
    public override bool IsValueType
    {
        get => _isValueType ??= _source.Resolve() is { IsValueType: true };
        set => _isValueType = value;
    }
}

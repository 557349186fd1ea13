using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Types;

/// <summary>
/// A type that has a name, generic or not, as an assembly refers to it. Its definition is looked for when something depends on it.
/// </summary>
internal sealed class NamedType(TypeReference reference, string fullName, TypeDefinitions definitions)
{
    private const byte Unknown = 0;
    private const byte Yes = 1;
    private const byte No = 2;

    private TypeDefinition? _definition = reference as TypeDefinition;
    private bool _isResolved = reference is TypeDefinition;
    private byte _isValueType;
    private bool? _isByRefLike;
    private TypeReference? _underlying;
    private bool _isUnderlyingRead;

    /// <summary>The name with namespace and enclosing types.</summary>
    public string FullName { get; } = fullName;

    /// <summary>The definition; null where its assembly is not at hand.</summary>
    public TypeDefinition? Definition
    {
        get
        {
            if (!_isResolved)
            {
                _definition = definitions.Find(reference);
                _isResolved = true;
            }

            return _definition;
        }
    }

    /// <summary>
    /// Whether it is a value type; null where nothing says so. Signatures say it of value types only (a reference that no signature names
    /// says nothing).
    /// </summary>
    public bool? IsValueType
    {
        get
        {
            if (_isValueType == Unknown)
            {
                if (reference is not TypeDefinition && reference.IsValueType)
                    _isValueType = Yes;
                else if (Definition is { } definition)
                    _isValueType = definition.IsValueType ? Yes : No;
                else
                    return null;
            }

            return _isValueType == Yes;
        }
    }

    /// <summary>Takes in that a signature names it as a class (ECMA-335 II.23.2.12): then its definition need not be looked for.</summary>
    public void SayClass()
    {
        if (_isValueType == Unknown)
            _isValueType = No;
    }

    public bool IsInterface => Definition is { IsInterface: true };

    public bool IsDelegate => Definition is { } definition && DelegateTypes.Contains(definition);

    public bool IsNullable => FullName == "System.Nullable`1";

    public bool IsByRefLike => _isByRefLike ??= Definition is { } definition && definition.IsValueType && definition.HasCustomAttributes
        && definition.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute");

    /// <summary>What an enumeration's values are (ECMA-335 II.14.3); null for other types.</summary>
    public TypeReference? EnumUnderlying
    {
        get
        {
            if (!_isUnderlyingRead)
            {
                _underlying = Definition is { IsEnum: true } definition
                    ? definition.Fields.FirstOrDefault(static f => !f.IsStatic)?.FieldType
                    : null;
                _isUnderlyingRead = true;
            }

            return _underlying;
        }
    }
}

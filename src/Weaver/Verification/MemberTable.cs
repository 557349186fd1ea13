using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification;

/// <summary>Reads methods and fields as instructions name them, each once.</summary>
internal sealed class MemberTable(TypeTable types, TypeDefinitions definitions)
{
    private static readonly ILType[] None = [];

    private readonly Dictionary<MethodReference, CalledMethod> _methods = [];
    private readonly Dictionary<FieldReference, (ILType Declaring, ILType Type)> _fields = [];
    private readonly Dictionary<FieldReference, FieldDefinition?> _fieldDefinitions = [];

    public CalledMethod Read(MethodReference reference)
    {
        if (!_methods.TryGetValue(reference, out var method))
            _methods.Add(reference, method = Make(reference));
        return method;
    }

    /// <summary>What a field is of, and its type there.</summary>
    public (ILType Declaring, ILType Type) Read(FieldReference reference)
    {
        if (!_fields.TryGetValue(reference, out var field))
        {
            var declaring = types.Read(reference.DeclaringType);
            _fields.Add(reference, field = (declaring, types.Substitute(types.ReadSignature(reference.FieldType), declaring.Arguments, None)));
        }

        return field;
    }

    /// <summary>The definition of a field; null where it is not at hand.</summary>
    public FieldDefinition? Find(FieldReference reference)
    {
        if (reference is FieldDefinition definition)
            return definition;
        if (!_fieldDefinitions.TryGetValue(reference, out var found))
        {
            found = definitions.Find(reference.DeclaringType.GetElementType())?.Fields.FirstOrDefault(f => f.Name == reference.Name);
            _fieldDefinitions.Add(reference, found);
        }

        return found;
    }

    private CalledMethod Make(MethodReference reference)
    {
        var arguments = reference is GenericInstanceMethod instance
            ? instance.GenericArguments.Select(types.ReadSignature).ToArray()
            : None;
        var element = reference.GetElementMethod();
        var declaring = types.Read(element.DeclaringType);
        var parameters = element.HasParameters
            ? element.Parameters.Select(p => types.Substitute(types.ReadSignature(p.ParameterType), declaring.Arguments, arguments)).ToArray()
            : None;
        var returned = types.Substitute(types.ReadSignature(element.ReturnType), declaring.Arguments, arguments);
        return new CalledMethod(reference, declaring, arguments, parameters, returned, this);
    }

    /// <summary>The definition of a method, also where a base type has it; null where it is not at hand.</summary>
    public MethodDefinition? Find(MethodReference element)
    {
        if (element is MethodDefinition definition)
            return definition;
        if (element.DeclaringType is ArrayType)
            return null;
        for (var type = definitions.Find(element.DeclaringType.GetElementType()); type is not null; type = type.BaseType is { } @base ? definitions.Find(@base.GetElementType()) : null)
        {
            if (type.HasMethods && MetadataResolver.GetMethod(type.Methods, element) is { } found)
                return found;
        }

        return null;
    }
}

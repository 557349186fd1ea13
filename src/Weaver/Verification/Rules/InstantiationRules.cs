using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>
/// Whether what instructions name keeps the constraints of its generic parameters (ECMA-335 II.10.1.7). A generic parameter of the body as
/// an argument is judged by its struct and class constraints only: shared code is compiled for what the actual arguments are.
/// </summary>
internal sealed class InstantiationRules(BodyContext context)
{
    // II.10.1.7 as extended for by-ref-like types.
    private const GenericParameterAttributes AllowsByRefLike = (GenericParameterAttributes)0x20;

    private readonly HashSet<ILType> _kept = [];

    /// <summary>Refuses an operand that names an instance of a generic type or method that cannot be.</summary>
    public void Check(object? operand)
    {
        switch (operand)
        {
            case MethodReference method:
                Check(context.Members.Read(method));
                break;
            case FieldReference field:
                Check(context.Members.Read(field).Declaring);
                break;
            case TypeReference type:
                Check(context.Types.Read(type));
                break;
        }
    }

    private void Check(CalledMethod method)
    {
        Check(method.DeclaringType);
        if (method.Arguments.Length == 0)
            return;
        foreach (var argument in method.Arguments)
            Check(argument);
        // A definition that a base type has is written in the parameters of that type.
        if (method.Definition is { } definition && definition.DeclaringType == method.DeclaringType.Name?.Definition)
            Check(definition.GenericParameters, method.Arguments, method.DeclaringType.Arguments, method.Arguments);
    }

    private void Check(ILType type)
    {
        if (type.Element is { } element)
            Check(element);
        if (type.Arguments.Length == 0 || _kept.Contains(type))
            return;
        foreach (var argument in type.Arguments)
            Check(argument);
        if (type.Name!.Definition is { } definition)
            Check(definition.GenericParameters, type.Arguments, type.Arguments, []);
        if (!type.HasParameters)
            _kept.Add(type);
    }

    private void Check(Collection<GenericParameter> parameters, ILType[] arguments, ILType[] typeArguments, ILType[] methodArguments)
    {
        if (parameters.Count != arguments.Length)
            return;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (FindBroken(parameters[i], arguments[i], typeArguments, methodArguments) is { } constraint)
                throw new InvalidBodyException($"{constraint} for {parameters[i].Name} of {parameters[i].Owner}", arguments[i].ToString());
        }
    }

    private string? FindBroken(GenericParameter parameter, ILType argument, ILType[] typeArguments, ILType[] methodArguments)
    {
        if (argument.IsParameter)
            return FindBrokenByParameter(parameter, argument);
        if (!IsKnown(argument))
            return null;
        if (argument.Name is { IsByRefLike: true } && (parameter.Attributes & AllowsByRefLike) == 0)
            return "no by-ref-like type";
        var isReference = TypeRelations.IsReference(argument) == true;
        if (parameter.HasReferenceTypeConstraint && !isReference)
            return "a class";
        if (parameter.HasNotNullableValueTypeConstraint && (isReference || argument.Name!.IsNullable))
            return "a value type";
        if (parameter.HasDefaultConstructorConstraint && isReference && !CanBeMade(argument))
            return "a class with a public constructor without parameters";
        foreach (var constraint in parameter.Constraints)
        {
            var type = context.Types.Substitute(context.Types.Read(constraint.ConstraintType), typeArguments, methodArguments);
            if (!type.HasParameters && IsKnown(type) && !context.Relations.IsAssignable(argument, type))
                return type.ToString();
        }

        return null;
    }

    private string? FindBrokenByParameter(GenericParameter parameter, ILType argument)
    {
        if (parameter.HasReferenceTypeConstraint && context.Generics.IsValueType(argument))
            return "a class";
        return parameter.HasNotNullableValueTypeConstraint && context.Generics.IsReferenceType(argument) ? "a value type" : null;
    }

    // Pointers are not asked what they are, and classes of COM have what their objects have.
    private static bool IsKnown(ILType type) => type.Kind switch
    {
        ILKind.Vector or ILKind.Array => true,
        ILKind.Void or ILKind.TypedReference or ILKind.ByRef or ILKind.Pointer or ILKind.FunctionPointer => false,
        _ => type.Name?.Definition is { IsImport: false },
    };

    private static bool CanBeMade(ILType type) => type.Name?.Definition is { IsAbstract: false } definition
        && definition.Methods.Any(static m => m is { IsConstructor: true, IsStatic: false, IsPublic: true, HasParameters: false });
}

using System.Globalization;
using System.Text;
using Mono.Cecil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Writes references as text that is equal exactly when the references mean the same thing: generic parameters by position,
/// no scopes, and definitions that <paramref name="canonical"/> knows under its name for them.
/// </summary>
/// <param name="canonical">The name to use for a type of the own module, or null for its full name.</param>
internal sealed class SignatureText(Func<TypeDefinition, string?> canonical)
{
    // Taken while it is in use: calls may be nested, and some instances are shared between threads.
    private StringBuilder? _spare;

    /// <summary>Text by plain full names.</summary>
    public static SignatureText Plain { get; } = new(static _ => null);

    public string Write(TypeReference type)
    {
        var text = Begin();
        Append(text, type);
        return End(text);
    }

    /// <summary>Name, generic arity, parameters and return type: what tells a method from the others of its type.</summary>
    public string Write(MethodReference method) => Write(method, method.Name);

    /// <summary>The same with another name in the place of the method's own.</summary>
    public string Write(MethodReference method, string name)
    {
        var text = Begin();
        AppendSignature(text, method, name);
        return End(text);
    }

    /// <summary>The signature with its declaring type and the arguments of a generic instance, as an instruction means it.</summary>
    public string OfUse(MethodReference method, string? name)
    {
        var text = Begin();
        Append(text, method.DeclaringType);
        text.Append("::");
        AppendSignature(text, method.GetElementMethod(), name ?? method.Name);
        if (method is GenericInstanceMethod instance)
        {
            text.Append('<');
            AppendList(text, instance.GenericArguments);
            text.Append('>');
        }

        return End(text);
    }

    private StringBuilder Begin() => Interlocked.Exchange(ref _spare, null) ?? new StringBuilder(256);

    private string End(StringBuilder text)
    {
        var result = text.ToString();
        Volatile.Write(ref _spare, text.Clear());
        return result;
    }

    private void AppendSignature(StringBuilder text, MethodReference method, string name)
    {
        text.Append(method.HasThis ? "instance " : "static ");
        Append(text, method.ReturnType);
        text.Append(' ').Append(name);
        if (method.HasGenericParameters)
            text.Append('`').Append(method.GenericParameters.Count.ToString(CultureInfo.InvariantCulture));
        text.Append('(');
        if (method.HasParameters)
            AppendList(text, method.Parameters);
        text.Append(')');
    }

    private void AppendList(StringBuilder text, Collection<ParameterDefinition> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, parameters[i].ParameterType);
        }
    }

    private void AppendList(StringBuilder text, Collection<TypeReference> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, types[i]);
        }
    }

    private void Append(StringBuilder text, TypeReference type)
    {
        switch (type)
        {
            case GenericParameter parameter:
                text.Append(parameter.Type == GenericParameterType.Method ? "!!" : "!").Append(parameter.Position.ToString(CultureInfo.InvariantCulture));
                break;
            case GenericInstanceType instance:
                Append(text, instance.ElementType);
                text.Append('<');
                AppendList(text, instance.GenericArguments);
                text.Append('>');
                break;
            case ArrayType array:
                Append(text, array.ElementType);
                text.Append(array.IsVector ? "[]" : "[" + new string(',', array.Rank - 1) + "*]");
                break;
            case IModifierType modifier:
                Append(text, modifier.ElementType);
                text.Append(type is RequiredModifierType ? " modreq(" : " modopt(");
                Append(text, modifier.ModifierType);
                text.Append(')');
                break;
            case FunctionPointerType pointer:
                text.Append("method ").Append(pointer.CallingConvention.ToString()).Append(' ');
                Append(text, pointer.ReturnType);
                text.Append("*(");
                AppendList(text, pointer.Parameters);
                text.Append(')');
                break;
            case TypeSpecification specification:
                Append(text, specification.ElementType);
                text.Append(Suffix(specification));
                break;
            default:
                AppendNamed(text, type);
                break;
        }
    }

    private static string Suffix(TypeSpecification specification) => specification switch
    {
        ByReferenceType => "&",
        PointerType => "*",
        PinnedType => " pinned",
        SentinelType => " ...",
        _ => " " + specification.GetType().Name,
    };

    private void AppendNamed(StringBuilder text, TypeReference type)
    {
        // An earlier patch names what the compiler made for deployed code from outside.
        var definition = type as TypeDefinition ?? (this != Plain && GeneratedCode.HasGeneratedName(type) ? type.Resolve() : null);
        if (definition is not null && canonical(definition) is { } name)
        {
            text.Append(name);
            return;
        }

        if (type.DeclaringType is not null)
        {
            AppendNamed(text, type.DeclaringType);
            text.Append('/').Append(type.Name);
            return;
        }

        if (type.Namespace.Length > 0)
            text.Append(type.Namespace).Append('.');
        text.Append(type.Name);
    }
}

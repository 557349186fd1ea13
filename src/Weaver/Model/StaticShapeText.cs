using System.Text;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// The static shape of a method as text, generic parameters by flat position: equal text means equal signature, so it tells
/// overloads apart and prints in plans.
/// </summary>
internal static class StaticShapeText
{
    /// <summary>For example <c>&lt;2&gt;(N.List`1&lt;!!0&gt; self, int32)!!1</c> without the names.</summary>
    public static string Write(MethodDefinition method) => Write(method, isSelfCopied: false);

    /// <summary>The same where a struct may be handed over by value.</summary>
    public static string Write(MethodDefinition method, bool isSelfCopied)
    {
        var ofType = method.DeclaringType.GenericParameters.Count;
        var text = new StringBuilder();
        if (ofType + method.GenericParameters.Count > 0)
            text.Append('<').Append(ofType + method.GenericParameters.Count).Append('>');
        text.Append('(');
        var separator = "";
        var givesSelf = isSelfCopied && method.IsConstructor;
        if (method.HasThis && !givesSelf)
        {
            AppendSelf(text, method.DeclaringType, isSelfCopied);
            separator = ", ";
        }

        foreach (var parameter in method.Parameters)
        {
            text.Append(separator);
            Append(text, parameter.ParameterType, ofType);
            separator = ", ";
        }

        text.Append(')');
        if (givesSelf)
            AppendSelf(text, method.DeclaringType, true);
        else if (method.IsConstructor)
            text.Append("System.Boolean");
        else
            Append(text, method.ReturnType, ofType);
        return text.ToString();
    }

    private static void AppendSelf(StringBuilder text, TypeDefinition type, bool isCopied)
    {
        text.Append(type.FullName);
        if (type.HasGenericParameters)
            text.Append('<').Append(string.Join(", ", type.GenericParameters.Select(p => "!!" + p.Position))).Append('>');
        if (type.IsValueType && !isCopied)
            text.Append('&');
    }

    private static void Append(StringBuilder text, TypeReference type, int ofType)
    {
        switch (type)
        {
            case GenericParameter parameter:
                text.Append("!!").Append(parameter.Type == GenericParameterType.Type ? parameter.Position : ofType + parameter.Position);
                break;
            case GenericInstanceType instance:
                text.Append(instance.ElementType.FullName).Append('<');
                AppendAll(text, instance.GenericArguments, ofType);
                text.Append('>');
                break;
            case ArrayType array:
                Append(text, array.ElementType, ofType);
                text.Append('[').Append(array.IsVector ? "" : string.Join(",", array.Dimensions)).Append(array.IsVector || array.Rank > 1 ? "]" : "*]");
                break;
            case IModifierType modifier:
                Append(text, modifier.ElementType, ofType);
                text.Append(type is RequiredModifierType ? " modreq(" : " modopt(").Append(modifier.ModifierType.FullName).Append(')');
                break;
            case FunctionPointerType pointer:
                text.Append("method ").Append(pointer.CallingConvention).Append(' ');
                Append(text, pointer.ReturnType, ofType);
                text.Append('(');
                AppendAll(text, pointer.Parameters.Select(p => p.ParameterType), ofType);
                text.Append(')');
                break;
            case ByReferenceType or PointerType:
                Append(text, ((TypeSpecification)type).ElementType, ofType);
                text.Append(type is ByReferenceType ? '&' : '*');
                break;
            default:
                text.Append(type.FullName);
                break;
        }
    }

    private static void AppendAll(StringBuilder text, IEnumerable<TypeReference> types, int ofType)
    {
        var separator = "";
        foreach (var type in types)
        {
            text.Append(separator);
            Append(text, type, ofType);
            separator = ", ";
        }
    }
}

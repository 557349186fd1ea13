using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What an attribute says, as text that is equal in both builds exactly when they say the same.</summary>
internal static class AttributeText
{
    /// <summary>The attribute with its arguments.</summary>
    public static string Write(CustomAttribute attribute, GeneratedKeys keys)
    {
        var text = new StringBuilder(keys.Signatures.Write(attribute.AttributeType));
        foreach (var argument in attribute.ConstructorArguments)
            Append(text.Append(' '), argument, keys);
        foreach (var named in attribute.Fields.Concat(attribute.Properties).OrderBy(static n => n.Name, StringComparer.Ordinal))
            Append(text.Append(' ').Append(named.Name).Append('='), named.Argument, keys);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CustomAttributeArgument argument, GeneratedKeys keys)
    {
        switch (argument.Value)
        {
            case CustomAttributeArgument boxed:
                Append(text, boxed, keys);
                break;
            case CustomAttributeArgument[] items:
                foreach (var item in items)
                    Append(text.Append('['), item, keys);
                break;
            case TypeReference type:
                text.Append(keys.Signatures.Write(type));
                break;
            default:
                text.Append(argument.Value ?? "null");
                break;
        }
    }
}

using System.Text;
using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Names for people: <c>N.Outer/Nested.Place(Order,Int32)</c>.</summary>
internal static class ReadableName
{
    public static string Describe(TypeReference type) => AnewName.Remove(type.FullName);

    public static string Describe(FieldReference field) => $"{Describe(field.DeclaringType)}.{field.Name}";

    /// <summary>The name that a person wrote, without the type: that of the property or parameter where a compiler made the field for one.</summary>
    // <Total>k__BackingField, <total>P
    public static string ShortenField(FieldReference field) =>
        field.Name[0] == '<' && field.Name.IndexOf('>') is > 1 and var end ? field.Name.Substring(1, end - 1) : field.Name;

    public static string Describe(MethodReference method)
    {
        var text = new StringBuilder(Describe(method.DeclaringType)).Append('.').Append(method.Name);
        if (method.GenericParameters.Count > 0)
            text.Append('<').Append(string.Join(",", method.GenericParameters.Select(static p => p.Name))).Append('>');
        return text.Append('(').Append(string.Join(",", method.Parameters.Select(static p => Short(p.ParameterType)))).Append(')').ToString();
    }

    /// <summary>An attribute as it is written, without brackets: the name of its type without <c>Attribute</c> at the end.</summary>
    public static string ShortenAttribute(CustomAttribute attribute)
    {
        const string suffix = "Attribute";
        var name = attribute.AttributeType.Name;
        return name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name;
    }

    /// <summary>The first of many, and how many more there are: <c>a, b and 7 more</c>.</summary>
    public static string ListFirst(IReadOnlyList<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    private static string Short(TypeReference type) => type switch
    {
        GenericInstanceType instance => $"{Short(instance.ElementType)}<{string.Join(",", instance.GenericArguments.Select(Short))}>",
        RequiredModifierType required => Short(required.ElementType),
        OptionalModifierType optional => Short(optional.ElementType),
        ByReferenceType reference => Short(reference.ElementType) + "&",
        PointerType pointer => Short(pointer.ElementType) + "*",
        ArrayType array => Short(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]",
        _ => AnewName.Remove(type.Name),
    };
}

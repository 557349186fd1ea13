using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>Makes a custom attribute anew for another place, with the types it names.</summary>
internal static class AttributeClone
{
    /// <summary>A copy of an attribute.</summary>
    public static CustomAttribute Copy(CustomAttribute attribute, ReferenceRewriter references)
    {
        var copy = new CustomAttribute(references.Method(attribute.Constructor));
        foreach (var argument in attribute.ConstructorArguments)
            copy.ConstructorArguments.Add(Copy(argument, references));
        foreach (var field in attribute.Fields)
            copy.Fields.Add(new CustomAttributeNamedArgument(field.Name, Copy(field.Argument, references)));
        foreach (var property in attribute.Properties)
            copy.Properties.Add(new CustomAttributeNamedArgument(property.Name, Copy(property.Argument, references)));
        return copy;
    }

    private static CustomAttributeArgument Copy(CustomAttributeArgument argument, ReferenceRewriter references)
    {
        var value = argument.Value switch
        {
            CustomAttributeArgument boxed => Copy(boxed, references),
            CustomAttributeArgument[] items => items.Select(i => Copy(i, references)).ToArray(),
            TypeReference type => references.Type(type),
            var other => other,
        };
        return new CustomAttributeArgument(references.Type(argument.Type), value);
    }
}

using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>
/// Copies what a method tells the trimmer to the methods that weaving makes of it: values pass through these, and a value without its
/// annotation is a warning, or code that the trimmer takes away.
/// </summary>
internal static class TrimmingAnnotations
{
    private const string Namespace = "System.Diagnostics.CodeAnalysis";
    private const string Members = "DynamicallyAccessedMembersAttribute";

    /// <summary>Copies what is said of parameters, return value and generic parameters.</summary>
    /// <param name="export">The method.</param>
    /// <param name="made">What was made of it: the same parameters, or <c>self</c> and these; the same generic parameters, or those of the
    /// type and these.</param>
    public static void CopyOfValues(MethodDefinition export, MethodDefinition made)
    {
        CopyMembers(export.MethodReturnType, made.MethodReturnType);
        var shift = made.Parameters.Count - export.Parameters.Count;
        for (var i = 0; i < export.Parameters.Count; i++)
            CopyMembers(export.Parameters[i], made.Parameters[i + shift]);
        var flat = made.GenericParameters.Count > export.GenericParameters.Count
            ? export.DeclaringType.GenericParameters.Concat(export.GenericParameters)
            : export.GenericParameters;
        foreach (var (parameter, copy) in flat.Zip(made.GenericParameters, static (p, c) => (p, c)))
            CopyMembers(parameter, copy);

        // What is said of a property is said of what its accessors give and take.
        if (export.IsSpecialName && export.DeclaringType.Properties.FirstOrDefault(p => p.GetMethod == export || p.SetMethod == export) is { } property)
            CopyMembers(property, export == property.GetMethod ? made.MethodReturnType : made.Parameters[made.Parameters.Count - 1]);
    }

    /// <summary>Copies what is said of the code: what it needs, and which warnings of it are answered.</summary>
    public static void CopyOfCode(MethodDefinition export, MethodDefinition body) =>
        Copy(export, body, static name => name.StartsWith("Requires", StringComparison.Ordinal) || name == "UnconditionalSuppressMessageAttribute" || name == Members);

    private static void CopyMembers(ICustomAttributeProvider source, ICustomAttributeProvider target) =>
        Copy(source, target, static name => name == Members);

    private static void Copy(ICustomAttributeProvider source, ICustomAttributeProvider target, Func<string, bool> isMeant)
    {
        if (!source.HasCustomAttributes)
            return;
        foreach (var attribute in source.CustomAttributes.Where(a => a.AttributeType.Namespace == Namespace && isMeant(a.AttributeType.Name)).ToList())
            target.CustomAttributes.Add(new CustomAttribute(attribute.Constructor, attribute.GetBlob()));
    }
}

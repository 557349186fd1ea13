using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Which methods stack traces leave out: people say so, and weaving says it of stubs whose instructions stand elsewhere.</summary>
internal static class HiddenFrames
{
    private const string Attribute = "System.Diagnostics.StackTraceHiddenAttribute";

    /// <summary>Whether a method is left out.</summary>
    public static bool IsHidden(MethodDefinition method) => Find(method) is not null;

    /// <summary>Hides what was made of a method where a person hid that.</summary>
    public static void Copy(MethodDefinition method, MethodDefinition made)
    {
        if (Find(method) is { } attribute)
            made.CustomAttributes.Add(new CustomAttribute(attribute.Constructor));
    }

    /// <summary>Shows a method again that weaving hid, as what has its instructions tells.</summary>
    public static void Restore(MethodDefinition method, MethodDefinition body)
    {
        if (Find(method) is { } attribute && !IsHidden(body))
            method.CustomAttributes.Remove(attribute);
    }

    private static CustomAttribute? Find(MethodDefinition method) =>
        method.HasCustomAttributes ? method.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == Attribute) : null;
}

using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>What a member of a type is found by in another build: how code names it, and whether it has an object.</summary>
internal static class DeployedKeys
{
    /// <summary>The key of a method.</summary>
    public static string KeyOf(MethodDefinition method) => (method.IsStatic ? "static " : "") + SignatureText.Plain.Write(method);

    /// <summary>The key of a field.</summary>
    public static string KeyOf(FieldDefinition field) =>
        $"{(field.HasConstant ? "const " : field.IsStatic ? "static " : "")}{SignatureText.Plain.Write(field.FieldType)} {field.Name}";
}

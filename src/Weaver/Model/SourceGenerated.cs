using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Knows code that a generator wrote and marked <c>[GeneratedCode]</c>. Its read-only static fields hold nothing that a process puts there:
/// a new build's value is the right one for new code.
/// </summary>
internal static class SourceGenerated
{
    /// <summary>Whether a read-only static field, or the type around it, was written by a generator.</summary>
    public static bool IsValue(FieldDefinition field) =>
        field is { IsStatic: true, IsInitOnly: true } && (IsMarked(field) || IsMarked(field.DeclaringType));

    /// <summary>
    /// Whether the generator of regular expressions made a class: its one object is what the constructor made of the pattern, with room for
    /// the pattern's groups, and the code beside it fits no other.
    /// </summary>
    public static bool IsPattern(TypeDefinition type) =>
        type.Namespace == "System.Text.RegularExpressions.Generated" && type.BaseType?.FullName == "System.Text.RegularExpressions.Regex";

    /// <summary>Whether objects of a class keep contracts of System.Text.Json that its code makes once.</summary>
    public static bool KeepsContracts(TypeDefinition type) =>
        type.BaseType?.FullName == "System.Text.Json.Serialization.JsonSerializerContext";

    /// <summary>
    /// Whether protoc generated a class: a message of Protocol Buffers. What a person marks is swappable with it, as a field that its code
    /// does not know is lost on the way.
    /// </summary>
    public static bool IsMessage(TypeDefinition type) =>
        type.HasInterfaces
        && type.Interfaces.Any(static i => i.InterfaceType.GetElementType().FullName == "Google.Protobuf.IMessage`1")
        && type.Methods.Any(IsOfProtoc);

    /// <summary>Whether protoc generated a method of a message: it compares, and hashes, all fields of the message, and no others.</summary>
    public static bool IsOfMessage(MethodDefinition method) => IsOfProtoc(method) && IsMessage(method.DeclaringType);

    private static bool IsOfProtoc(MethodDefinition method) =>
        method.HasCustomAttributes
        && method.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.CodeDom.Compiler.GeneratedCodeAttribute"
            && a.ConstructorArguments.Count > 0 && a.ConstructorArguments[0].Value is "protoc");

    private static bool IsMarked(ICustomAttributeProvider member) =>
        member.HasCustomAttributes
        && member.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.CodeDom.Compiler.GeneratedCodeAttribute");
}

using HotWeave.Weaver.Model;
using HotWeave.Weaver.Writing.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Writing.Stubs;

/// <summary>Says of fields without a value what a person must know to give them one.</summary>
internal static class UnsetFieldWriter
{
    public static UnsetField Describe(FieldDefinition field) => new(
        PatchManifestBuilder.ReflectionName(field.DeclaringType),
        field.DeclaringType.HasGenericParameters ? null : CSharpTypeName.Write(field.DeclaringType),
        field.DeclaringType.HasGenericParameters,
        ReadableName.ShortenField(field),
        CSharpTypeName.Write(field.FieldType),
        [.. field.DeclaringType.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false, HasBody: true })
            .SelectMany(WriteConstructor)]);

    private static IEnumerable<string> WriteConstructor(MethodDefinition constructor)
    {
        yield return ReadableName.Describe(constructor);
        foreach (var instruction in constructor.Body.Instructions)
            yield return "    " + Write(instruction);
    }

    // Texts may have line breaks.
    private static string Write(Instruction instruction) =>
        instruction.Operand is string text
            ? $"IL_{instruction.Offset:x4}: ldstr \"{text.Replace("\r", "\\r").Replace("\n", "\\n")}\""
            : instruction.ToString();
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// The classes in which the F# compiler puts a file's initialisation: values of modules and <c>static let</c> of all its types, in the order of the file. How far it has come
/// stands in fields <c>init@</c>, which every use of a <c>static let</c> looks at.
/// </summary>
internal static class StartupCode
{
    /// <summary>Whether a type is such a class.</summary>
    public static bool Is(TypeDefinition type) => type.Namespace.StartsWith("<StartupCode$", StringComparison.Ordinal);

    /// <summary>The method that gives a static field its first value; null where there is none, or it is the type's own static constructor.</summary>
    public static MethodDefinition? FindConstructor(FieldDefinition field) =>
        field.Module.Types.Where(Is).SelectMany(static t => t.Methods).FirstOrDefault(m => IsInitialisation(m) && m.Body.Instructions.Any(i => IsStore(i, field)));

    /// <summary>Whether a field says how far the initialisation of a file has come.</summary>
    public static bool IsProgress(FieldDefinition field) => field.IsStatic && field.Name.StartsWith("init@", StringComparison.Ordinal);

    // Of a program's last file it is what Main calls first.
    private static bool IsInitialisation(MethodDefinition method) =>
        method is { IsStatic: true, HasBody: true, HasParameters: false } && (method.IsConstructor || method.Name.IndexOf('@') > 0);

    private static bool IsStore(Instruction instruction, FieldDefinition field) =>
        instruction.OpCode.Code == Code.Stsfld && NamedOperand.Names(instruction, field);
}

using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Whether a static field is a named value: <c>readonly</c>, of a type whose objects never change, and computed without effects. Such a
/// field holds nothing but what its initialiser says, so a new initialiser makes it a new field, and nothing is lost; and so does a table
/// that nobody changes. Whoever marks a field <c>[Reinitialize]</c> says the same of it, and so do generators of code.
/// </summary>
internal static class FixedValue
{
    /// <summary>Whether a change of the initialiser makes the field another one for new code.</summary>
    public static bool Is(FieldDefinition field, Initialiser initialiser) => IsWhateverUsesIt(field, initialiser) || StaticTable.Is(field, initialiser);

    /// <summary>Whether it does, and what code does with the object does not matter.</summary>
    public static bool IsWhateverUsesIt(FieldDefinition field, Initialiser initialiser) =>
        StartupCode.IsProgress(field)
        || SourceGenerated.IsValue(field)
        || Marks.IsReinitialised(field)
        || (field.IsInitOnly && IsConstant(field.FieldType, initialiser) && !InitialiserEffects.Has(initialiser));

    private static bool IsConstant(TypeReference type, Initialiser initialiser) => type switch
    {
        // An array that nothing is put into is room for what comes later.
        ArrayType array => IsConstant(array.ElementType, initialiser) && initialiser.Instructions.Any(IsStoreIntoArray),
        GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable => IsConstant(nullable.GenericArguments[0], initialiser),
        _ => UnchangingTypes.Contains(type) || type.Resolve() is { } definition && (definition.IsEnum || DelegateTypes.Contains(definition)),
    };

    private static bool IsStoreIntoArray(Instruction instruction) =>
        instruction.OpCode.Name.StartsWith("stelem", StringComparison.Ordinal) || instruction.Operand is MethodReference { Name: "InitializeArray" };
}

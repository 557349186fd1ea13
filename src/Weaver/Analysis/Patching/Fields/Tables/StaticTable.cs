using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Tells whether a static field is a table that its initialiser says whole: a collection of the framework that is built from constants,
/// delegates and other such tables, and that code of its own assembly only reads. Nothing is lost then where new code has another one.
/// </summary>
internal static class StaticTable
{
    private static readonly HashSet<string> s_contents = new(StringComparer.Ordinal)
    {
        "System.Collections.Generic.KeyValuePair`2", "System.Nullable`1",
    };

    private static readonly HashSet<string> s_builders = new(StringComparer.Ordinal)
    {
        "System.StringComparer", "System.Collections.Generic.KeyValuePair", "System.Collections.Generic.EqualityComparer`1",
        "System.Collections.Generic.Comparer`1", "System.Span`1", "System.ReadOnlySpan`1", "System.Runtime.InteropServices.CollectionsMarshal",
        "System.ValueTuple",
    };

    /// <summary>Whether the field is a table by its type, its initialiser and its uses.</summary>
    public static bool Is(FieldDefinition field, Initialiser initialiser) =>
        field.IsInitOnly && IsTable(field.FieldType) && IsHidden(field) && initialiser.Instructions.All(i => Builds(i, field)) && TableUses.AreReads(field);

    /// <summary>Whether nobody changes the table of a field, or keeps it.</summary>
    public static bool IsOnlyRead(FieldDefinition field) => IsHidden(field) && TableUses.AreReads(field);

    // Who can name the field may keep the table; a program's is named by itself.
    private static bool IsHidden(FieldDefinition field) =>
        field.IsPrivate || field.Module.EntryPoint is not null || !(OutsideVisibility.IsVisible(field) || OutsideVisibility.HasFriends(field.Module));

    private static bool IsTable(TypeReference type) => type switch
    {
        GenericInstanceType instance => (IsCollection(instance.ElementType) || LaterValue.Is(type)) && instance.GenericArguments.All(IsContent),
        _ => false,
    };

    private static bool IsCollection(TypeReference type) =>
        IsUnchangeable(type)
        || (type.Namespace == "System.Collections.Generic"
            && type.Name is "Dictionary`2" or "List`1" or "HashSet`1" or "SortedDictionary`2" or "SortedList`2" or "SortedSet`1"
                or "IReadOnlyDictionary`2" or "IReadOnlyList`1" or "IReadOnlyCollection`1" or "IReadOnlySet`1" or "IEnumerable`1")
        || (type.Namespace == "System.Collections.ObjectModel" && type.Name is "ReadOnlyCollection`1" or "ReadOnlyDictionary`2");

    // What is in it says what it says for ever, or is a table that nobody can change.
    private static bool IsContent(TypeReference type) => type switch
    {
        GenericParameter or ArrayType => false,
        GenericInstanceType instance when IsUnchangeable(instance) || IsTuple(instance) || s_contents.Contains(instance.ElementType.FullName) =>
            instance.GenericArguments.All(IsContent),
        _ => UnchangingTypes.Contains(type) || type.FullName == "System.Type"
            || (type.Resolve() is { } definition && (definition.IsEnum || DelegateTypes.Contains(definition))),
    };

    private static bool IsUnchangeable(TypeReference type) => type.Namespace is "System.Collections.Frozen" or "System.Collections.Immutable";

    private static bool IsTuple(GenericInstanceType type) =>
        type.ElementType is { Namespace: "System", Name: var name } && name.StartsWith("ValueTuple`", StringComparison.Ordinal);

    private static bool Builds(Instruction instruction, FieldDefinition field) => instruction.OpCode.Code switch
    {
        Code.Call or Code.Callvirt or Code.Newobj => instruction.Operand is MethodReference method && BuildsWith(instruction, method),
        Code.Ldsfld => instruction.Operand is FieldReference read && IsFixed(read, field),
        // What is computed later is computed by this.
        Code.Ldftn when LaterValue.Is(field.FieldType) =>
            instruction.Operand is MethodDefinition { HasBody: true } later && later.Body.Instructions.All(i => Builds(i, field)),
        Code.Ldsflda or Code.Calli or Code.Ldfld or Code.Ldflda or Code.Stfld => false,
        _ => true,
    };

    private static bool BuildsWith(Instruction instruction, MethodReference method)
    {
        var type = method.DeclaringType.GetElementType();
        if (type is TypeDefinition own)
            return type.Name.StartsWith("<", StringComparison.Ordinal) || (method.Name == ".ctor" && DelegateTypes.Contains(own));
        return IsCollection(type) || s_builders.Contains(type.FullName) || IsContent(method.DeclaringType) || !InitialiserEffects.CanBeNoticed(instruction);
    }

    // Constants of the framework, the object that lambdas stand on, and what stands before it in the type and is such a value itself.
    private static bool IsFixed(FieldReference read, FieldDefinition field)
    {
        if (read.DeclaringType.GetElementType() is not TypeDefinition)
            return true;
        if (read.Resolve() is not { IsStatic: true } known)
            return false;
        if (GeneratedCode.IsSingleton(known))
            return true;
        return known.DeclaringType == field.DeclaringType && ClassConstructor.Find(field) is { } constructor
            && constructor.InitialiserOf(known) is { } before && before.First < constructor.InitialiserOf(field)?.First && FixedValue.Is(known, before);
    }
}

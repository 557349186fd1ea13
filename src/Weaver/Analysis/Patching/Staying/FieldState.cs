using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>Tells whether two users of a field, of which one goes on with it and one does not, would miss what the other does.</summary>
internal static class FieldState
{
    /// <summary>Whether the deployed field holds state that code which stays shares with code which moves on.</summary>
    /// <param name="match">The assembly.</param>
    /// <param name="changed">The field.</param>
    /// <param name="stay">The uses that stay.</param>
    /// <param name="moved">The uses that are gone.</param>
    public static bool IsSplit(AssemblyMatch match, ChangedField changed, IReadOnlyList<FieldUse> stay, IReadOnlyList<FieldUse> moved)
    {
        if (moved.Count == 0)
            return false;
        var field = changed.Field;
        if (IsPlain(field.FieldType))
            return HasSuccessor(match, changed) ? stay.Any(static u => u.Writes) || moved.Any(static u => u.Writes) : stay.Any(Reads) && moved.Any(static u => u.Writes);
        if (field.IsStatic && field.IsInitOnly && !IsHandedOver(field.FieldType))
            return false;
        return HasSuccessor(match, changed) && !IsGivenFromOutside(field);
    }

    /// <summary>Whether values of a type are all of the state: nobody can change what is behind them.</summary>
    public static bool IsPlain(TypeReference type) =>
        type.IsPrimitive || type.MetadataType is MetadataType.String || (type.IsValueType && !type.IsGenericInstance) || IsNullable(type)
        || type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen" or "System.Text.RegularExpressions"
        || type.FullName is "System.Type" or "System.Uri" or "System.Version";

    // Something new in the same type may have taken its place.
    private static bool HasSuccessor(AssemblyMatch match, ChangedField changed) =>
        changed.Now is not null || changed.Type.Fields.Any(f => !f.HasConstant && f.IsStatic == changed.Field.IsStatic && match.OldOf(f) is null);

    private static bool Reads(FieldUse use) => use.Code.Any(static i => i.OpCode.Code is Code.Ldfld or Code.Ldsfld or Code.Ldflda or Code.Ldsflda);

    private static bool IsNullable(TypeReference type) => type is GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable && IsPlain(nullable.GenericArguments[0]);

    // What threads hand over to each other by.
    private static bool IsHandedOver(TypeReference type) => type.Namespace is "System.Threading.Channels" or "System.Collections.Concurrent" or "System.Threading" or "System.Threading.Tasks.Dataflow" || type.Name.StartsWith("Queue`", StringComparison.Ordinal);

    // A service that constructors are given lives elsewhere too, and whoever is given it shares it.
    private static bool IsGivenFromOutside(FieldDefinition field)
    {
        var stores = field.DeclaringType.Methods.Where(static m => m.HasBody).SelectMany(m => m.Body.Instructions.Where(i => IsStore(i, field)).Select(i => (Method: m, Store: i))).ToList();
        return stores.Count > 0 && stores.TrueForAll(static s => s.Method.IsConstructor && s.Store.Previous is { } value && IsArgument(value));
    }

    private static bool IsStore(Instruction instruction, FieldDefinition field) =>
        instruction.OpCode.Code is Code.Stfld or Code.Stsfld && NamedOperand.Names(instruction, field);

    // o; o ?? throw …; o.Value
    private static bool IsArgument(Instruction value) =>
        value.OpCode.Code is Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 or Code.Ldarg_S or Code.Ldarg or Code.Throw
        || (value.OpCode.Code is Code.Callvirt && value.Operand is MethodReference called && called.Name.StartsWith("get_", StringComparison.Ordinal));
}

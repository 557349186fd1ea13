using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Tells whether anybody could notice when an initialiser runs: constants, empty objects of other assemblies, delegates and computed values of the framework can be made at any
/// time; other calls and own objects perhaps not.
/// </summary>
internal static class InitialiserEffects
{
    private static readonly HashSet<string> Computing = new(StringComparer.Ordinal)
    {
        "System.Array", "System.Runtime.CompilerServices.RuntimeHelpers", "System.String", "System.Decimal", "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
        "System.TimeSpan", "System.Guid", "System.Math", "System.Nullable`1", "System.Numerics.BigInteger",
    };

    private static readonly HashSet<string> Asking = new(StringComparer.Ordinal) { "get_Now", "get_UtcNow", "get_Today", "NewGuid", "CreateVersion7", "Intern" };

    public static bool Has(Initialiser initialiser) => Has(initialiser.Instructions);

    public static bool Has(IEnumerable<Instruction> instructions) => instructions.Any(CanBeNoticed);

    /// <summary>Whether it can be noticed that the instruction runs.</summary>
    public static bool CanBeNoticed(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Call or Code.Callvirt => instruction.Operand is not MethodReference method || !IsComputation(method),
        Code.Calli => true,
        Code.Newobj => ((MethodReference)instruction.Operand).DeclaringType.GetElementType() is TypeDefinition,
        _ => false,
    };

    private static bool IsComputation(MethodReference method)
    {
        var type = method.DeclaringType.GetElementType();
        if (type.FullName == "System.Type")
            return method.Name is "GetTypeFromHandle" or "op_Equality" or "op_Inequality";
        return (Computing.Contains(type.FullName) || type.IsPrimitive) && !Asking.Contains(method.Name);
    }
}

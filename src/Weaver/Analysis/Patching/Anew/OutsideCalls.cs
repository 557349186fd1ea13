using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>What is known of methods of the framework that are given a value, or its type.</summary>
internal static class OutsideCalls
{
    private static readonly HashSet<string> s_readers = new(StringComparer.Ordinal)
    {
        "System.Object", "System.ValueType", "System.String", "System.Text.StringBuilder", "System.Console", "System.IO.TextWriter", "System.GC",
        "System.ArgumentNullException", "System.Threading.Monitor", "System.Diagnostics.Debug",
    };

    private static readonly HashSet<string> s_workers = new(StringComparer.Ordinal)
    {
        "System.Array", "System.MemoryExtensions", "System.HashCode", "System.Nullable", "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask",
        "System.Threading.Interlocked", "System.Threading.Volatile", "System.String", "System.Text.StringBuilder", "System.Tuple", "System.ValueTuple",
    };

    /// <summary>Whether a method only looks at the objects it is given, through methods that all objects have.</summary>
    public static bool OnlyLookAt(MethodReference method) =>
        s_readers.Contains(method.DeclaringType.FullName) && method.Name != "MemberwiseClone" && method.Name != ".cctor";

    /// <summary>Whether a generic method works on its arguments alone, and finds nothing by its type arguments.</summary>
    public static bool WorkOnTheirArguments(MethodReference method)
    {
        var type = method.DeclaringType.GetElementType();
        return s_workers.Contains(type.FullName)
            || type.Namespace == "System.Runtime.CompilerServices"
            || (type.FullName == "System.Linq.Enumerable" && method.Name is not ("OfType" or "Cast"))
            || (type.Namespace == "System.Runtime.InteropServices" && type.Name is "MemoryMarshal" or "CollectionsMarshal");
    }

    /// <summary>
    /// Whether the delegate that is made of a method goes to a method that calls it and lets it go:
    /// <c>ldftn M; newobj Func; (dup; stsfld cache;) call Enumerable::Where</c>.
    /// </summary>
    /// <param name="pointer">The instruction that loads the method.</param>
    public static bool IsUsedUp(Instruction pointer)
    {
        var next = pointer.Next?.Next;
        while (next is { OpCode.Code: Code.Dup or Code.Stsfld or Code.Nop })
            next = next.Next;
        return next?.Operand is MethodReference called && called.DeclaringType.GetElementType() is var type
            && (type.FullName is "System.Array" or "System.MemoryExtensions"
                || (type.Namespace == "System.Collections.Generic" && called.Name != ".ctor")
                || (type.FullName == "System.Linq.Enumerable" && !IsLater(called.ReturnType)));
    }

    private static bool IsLater(TypeReference type) => type is GenericInstanceType { ElementType.Name: "IEnumerable`1" or "IOrderedEnumerable`1" };

    /// <summary>Whether an instruction is <c>Delegate::Combine</c> or <c>Delegate::Remove</c>, which give back what they are given.</summary>
    public static bool IsCombination(Instruction? instruction) =>
        instruction?.Operand is MethodReference { DeclaringType.FullName: "System.Delegate", Name: "Combine" or "Remove" };
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds the instructions of a method that may change objects, arrays or variables, and whose: where the changed things come from.</summary>
internal sealed class Mutations
{
    private static readonly HashSet<string> Asking = new(StringComparer.Ordinal)
    {
        "GetEnumerator", "Contains", "ContainsKey", "ContainsValue", "TryGetValue", "Equals", "GetHashCode", "IndexOf", "GetType", "Compare", "CompareTo", "ReferenceEquals", "CopyTo", "AsSpan", "AsReadOnly",
    };

    private readonly MethodFlow _flow;
    private readonly StackFlow _stack;
    private readonly ValueOrigins _origins;

    public Mutations(MethodFlow flow, StackFlow stack, ValueOrigins origins)
    {
        (_flow, _stack, _origins) = (flow, stack, origins);
        All = [.. Enumerable.Range(0, flow.Code.Count).Where(stack.IsReached).Select(FindAt).Where(static m => m is not null).Select(static m => m!)];
    }

    public IReadOnlyList<Mutation> All { get; }

    private Mutation? FindAt(int index)
    {
        var instruction = _flow.Code[index];
        switch (instruction.OpCode.Code)
        {
            case Code.Stfld or Code.Stobj or Code.Initobj or Code.Cpobj or Code.Stind_I or Code.Stind_I1 or Code.Stind_I2 or Code.Stind_I4 or Code.Stind_I8 or Code.Stind_R4 or Code.Stind_R8 or Code.Stind_Ref
                or Code.Stelem_Any or Code.Stelem_I or Code.Stelem_I1 or Code.Stelem_I2 or Code.Stelem_I4 or Code.Stelem_I8 or Code.Stelem_R4 or Code.Stelem_R8 or Code.Stelem_Ref:
                return new Mutation(index, OriginsAt(index, 0), [], null);
            case Code.Call or Code.Callvirt when instruction.Operand is MethodReference method && !Asks(method):
                var inputs = _stack.Inputs(index).Count;
                var given = Enumerable.Range(0, inputs).Skip(method.HasThis ? 1 : 0).SelectMany(s => OriginsAt(index, s));
                // What makes something of what it is given, and leaves it alone.
                if (method.ReturnType.MetadataType != MetadataType.Void && _stack.Users(index).Any(u => _flow.Code[u].OpCode.Code != Code.Pop))
                    given = given.Where(static o => o is VariableDefinition);
                return new Mutation(index, method.HasThis ? OriginsAt(index, 0) : [], [.. given], method);
            case Code.Newobj when instruction.Operand is MethodReference constructor:
                return new Mutation(index, [], [.. Enumerable.Range(0, _stack.Inputs(index).Count).SelectMany(s => OriginsAt(index, s)).Where(static o => o is VariableDefinition)], constructor);
            default:
                return null;
        }
    }

    private HashSet<object> OriginsAt(int index, int place) => [.. _origins.OfAll(_stack.Inputs(index)[place])];

    private static bool Asks(MethodReference method) =>
        method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("op_", StringComparison.Ordinal) || method.Name.StartsWith("To", StringComparison.Ordinal) || Asking.Contains(method.Name)
        || method.DeclaringType.FullName is "System.Linq.Enumerable" or "System.String" or "System.Runtime.CompilerServices.RuntimeHelpers" && method.Name != "InitializeArray";
}

/// <summary>An instruction that may change something.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Receiver">The origins of what it works on.</param>
/// <param name="Given">The origins of what a method is given beside.</param>
/// <param name="Method">The method that it calls; null where it calls none.</param>
internal sealed record Mutation(int Index, HashSet<object> Receiver, HashSet<object> Given, MethodReference? Method);

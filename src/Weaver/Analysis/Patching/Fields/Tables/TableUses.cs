using HotWeave.Weaver.Analysis.Patching.Staying;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Follows what code does with the collection that a static field holds.</summary>
internal sealed class TableUses
{
    private static readonly HashSet<string> s_reading = new(StringComparer.Ordinal)
    {
        "ContainsKey", "ContainsValue", "Contains", "TryGetValue", "GetValueOrDefault", "GetEnumerator", "IndexOf", "LastIndexOf", "BinarySearch",
        "Exists", "Find", "FindIndex", "FindAll", "FindLast", "TrueForAll", "ConvertAll", "ToArray", "CopyTo", "IsSubsetOf", "IsSupersetOf",
        "IsProperSubsetOf", "IsProperSupersetOf", "Overlaps", "SetEquals", "TryGetKey", "GetRange", "AsSpan", "ItemRef",
    };

    private readonly MethodFlow _flow;
    private readonly StackFlow _stack;

    private TableUses(MethodDefinition method)
    {
        _flow = new MethodFlow(method);
        _stack = new StackFlow(_flow);
    }

    /// <summary>Whether all code of the field's assembly only reads the collection, and keeps it nowhere.</summary>
    public static bool AreReads(FieldDefinition field) => FieldUses.FindOwn(field).TrueForAll(u => AreReads(u, field));

    // The address of a struct is what its methods are called on.
    private static bool AreReads(FieldUse use, FieldDefinition field)
    {
        var loads = use.Code.Where(static i => i.OpCode.Code != Code.Stsfld).ToList();
        if (loads.Count < use.Code.Count && !use.Body.IsConstructor)
            return false;
        if (!loads.TrueForAll(i => i.OpCode.Code == Code.Ldsfld || (i.OpCode.Code == Code.Ldsflda && field.FieldType.IsValueType)))
            return false;
        var uses = new TableUses(use.Body);
        return loads.TrueForAll(uses.AreReadsOf);
    }

    private bool AreReadsOf(Instruction load)
    {
        var seen = new HashSet<int>();
        var work = new Stack<int>([_flow.IndexOf(load)]);
        while (work.Count > 0)
        {
            var producer = work.Pop();
            if (!seen.Add(producer))
                continue;
            foreach (var user in _stack.Users(producer))
            {
                switch (_flow.Code[user].OpCode.Code)
                {
                    case Code.Dup:
                        work.Push(user);
                        break;
                    case Code.Pop or Code.Brtrue or Code.Brtrue_S or Code.Brfalse or Code.Brfalse_S:
                        break;
                    case Code.Stloc or Code.Stloc_S or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3:
                        PushLoads(user, work);
                        break;
                    case Code.Call or Code.Callvirt when IsRead(user, producer):
                        break;
                    default:
                        return false;
                }
            }
        }

        return true;
    }

    // Whatever else the variable holds counts too.
    private void PushLoads(int store, Stack<int> work)
    {
        var origins = new ValueOrigins(_flow, _stack, static _ => false);
        var variable = origins.VariableOf(_flow.Code[store]);
        for (var i = 0; i < _flow.Code.Count; i++)
        {
            if ((ValueOrigins.IsLoad(_flow.Code[i]) || ValueOrigins.IsAddress(_flow.Code[i])) && origins.VariableOf(_flow.Code[i]) == variable)
                work.Push(i);
        }
    }

    // As what the method is called on, or as the first argument of one that extends it.
    private bool IsRead(int call, int producer)
    {
        var method = (MethodReference)_flow.Code[call].Operand;
        var inputs = _stack.Inputs(call);
        if (inputs.Skip(1).Any(i => i.Contains(producer)))
            return false;
        var type = method.DeclaringType.GetElementType();
        if (type is TypeDefinition)
            return false;
        if (method.HasThis)
            return s_reading.Contains(method.Name) || (method.Name.StartsWith("get_", StringComparison.Ordinal) && method.Name != "get_SyncRoot");
        return (type.FullName == "System.Linq.Enumerable" && method.Name is not ("AsEnumerable" or "Cast" or "OfType"))
            || (type.FullName == "System.Collections.Generic.CollectionExtensions" && s_reading.Contains(method.Name))
            || (type.Namespace is "System.Collections.Frozen" or "System.Collections.Immutable" && method.Name.StartsWith("To", StringComparison.Ordinal))
            || (type.FullName == "System.Linq.ImmutableArrayExtensions")
            || (type.FullName == "System.String" && method.Name is "Join" or "Concat");
    }
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which static fields of a type its own static methods store into or fill, directly or through others of them.</summary>
internal sealed class OwnCalls(TypeDefinition type)
{
    private readonly Dictionary<MethodDefinition, HashSet<FieldDefinition>> _direct = [];

    /// <summary>The fields that a call changes; none for calls of other types' methods.</summary>
    public HashSet<FieldDefinition> ChangedBy(Instruction call)
    {
        var found = new HashSet<FieldDefinition>();
        var seen = new HashSet<MethodDefinition>();
        var work = new Queue<MethodDefinition>(Callees(call));
        while (work.Count > 0)
        {
            var method = work.Dequeue();
            if (!seen.Add(method))
                continue;
            if (!_direct.TryGetValue(method, out var changed))
                _direct.Add(method, changed = Changed(method));
            found.UnionWith(changed);
            foreach (var callee in method.Body.Instructions.SelectMany(Callees))
                work.Enqueue(callee);
        }

        return found;
    }

    private IEnumerable<MethodDefinition> Callees(Instruction instruction) =>
        instruction.OpCode.Code == Code.Call && instruction.Operand is MethodReference { HasThis: false } reference && reference.DeclaringType.GetElementType() == type
        && reference.Resolve() is { HasBody: true, IsConstructor: false } method && AutomaticProperties.StoredBy(instruction, type) is null
            ? [method]
            : [];

    private HashSet<FieldDefinition> Changed(MethodDefinition method)
    {
        var flow = new MethodFlow(method);
        var stack = new StackFlow(flow);
        var mutations = new Mutations(flow, stack, new ValueOrigins(flow, stack, static _ => false));
        return
        [
            .. flow.Code.Select(i => ValueOrigins.StoredStatic(i, type)).OfType<FieldDefinition>(),
            .. mutations.All.SelectMany(static m => m.Receiver.Concat(m.Given)).OfType<FieldDefinition>(),
        ];
    }
}

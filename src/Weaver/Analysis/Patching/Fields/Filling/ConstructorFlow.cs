using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What is known of a static constructor for taking code out of it.</summary>
internal sealed class ConstructorFlow
{
    private readonly FieldDefinition?[] _stored;
    private readonly HashSet<FieldDefinition>?[] _changed;
    private readonly ILookup<VariableDefinition, int> _changers;

    /// <param name="method">The static constructor.</param>
    /// <param name="added">The added static fields that it may fill.</param>
    public ConstructorFlow(MethodDefinition method, IReadOnlyCollection<FieldDefinition> added)
    {
        Added = [.. added];
        Flow = new MethodFlow(method);
        Stack = new StackFlow(Flow);
        Control = new ControlDependence(Flow);
        Origins = new ValueOrigins(Flow, Stack, Added.Contains);
        Mutations = new Mutations(Flow, Stack, Origins);
        _stored = [.. Flow.Code.Select(i => ValueOrigins.StoredStatic(i, method.DeclaringType))];
        var calls = new OwnCalls(method.DeclaringType);
        _changed = [.. Flow.Code.Select(i => i.OpCode.Code == Code.Call ? calls.ChangedBy(i) : null)];
        _changers = Mutations.All.SelectMany(static m => m.Receiver.Concat(m.Given).OfType<VariableDefinition>().Distinct().Select(v => (Variable: v, m.Index)))
            .ToLookup(static c => c.Variable, static c => c.Index);
    }

    public HashSet<FieldDefinition> Added { get; }

    public MethodFlow Flow { get; }

    public StackFlow Stack { get; }

    public ControlDependence Control { get; }

    public ValueOrigins Origins { get; }

    public Mutations Mutations { get; }

    /// <summary>The static field that an instruction stores into; null for others.</summary>
    public FieldDefinition? Stored(int index) => _stored[index];

    /// <summary>The static fields of the type that a call changes in the type's own methods; null for what calls none.</summary>
    public HashSet<FieldDefinition>? ChangedBy(int index) => _changed[index];

    /// <summary>The instructions that may change a variable by its address.</summary>
    public ICollection<int> ChangersOf(VariableDefinition variable) => [.. _changers[variable]];
}

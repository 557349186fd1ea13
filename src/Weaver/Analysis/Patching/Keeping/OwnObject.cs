using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Which values of a body are the object that its method works on: <c>this</c>, in closures and state machines what captured it.
/// </summary>
internal sealed class OwnObject
{
    private readonly TypeDefinition _type;
    private readonly MethodFlow _flow;
    private readonly StackFlow _stack;
    private readonly ValueOrigins _values;

    /// <param name="body">The body.</param>
    /// <param name="type">The type of the object.</param>
    public OwnObject(MethodDefinition body, TypeDefinition type)
    {
        _type = type;
        _flow = new MethodFlow(body);
        _stack = new StackFlow(_flow);
        _values = new ValueOrigins(_flow, _stack, static _ => false);
        IsFixed = body is { IsStatic: false } && body.Body.Instructions.All(i => !Changes(i, body));
    }

    // Whether argument 0 is the object throughout.
    private bool IsFixed { get; }

    /// <summary>Whether what an instruction works on is certainly such an object: a field access or a call on it, or the making of a
    /// delegate of its method.</summary>
    public bool Receives(Instruction user)
    {
        var index = _flow.IndexOf(user);
        if (!_stack.IsReached(index))
            return true;
        if (user.OpCode.Code != Code.Ldftn)
            return _stack.Inputs(index).Count > 0 && IsOwn(_stack.Inputs(index)[0], []);
        var makers = _stack.Users(index);
        return makers.Count > 0 && makers.All(m => _flow.Code[m].OpCode.Code == Code.Newobj && IsOwn(_stack.Inputs(m)[0], []));
    }

    private bool IsOwn(HashSet<int> producers, HashSet<int> seen) => producers.Count > 0 && producers.All(p => IsOwn(p, seen));

    private bool IsOwn(int producer, HashSet<int> seen)
    {
        if (!seen.Add(producer))
            return true;
        var instruction = _flow.Code[producer];
        return instruction.OpCode.Code switch
        {
            Code.Ldarg_0 => IsFixed && _flow.Method.DeclaringType == _type,
            Code.Ldarg or Code.Ldarg_S =>
                instruction.Operand == _flow.Method.Body.ThisParameter && IsFixed && _flow.Method.DeclaringType == _type,
            Code.Dup => IsOwn(_stack.Inputs(producer)[0], seen),
            Code.Ldfld => CapturedObject.Is((FieldReference)instruction.Operand, _type) && IsClosure(_stack.Inputs(producer)[0], []),
            _ => IsLoadOf(producer, s => IsOwn(_stack.Inputs(s)[0], seen)),
        };
    }

    // Argument 0 of a closure or state machine, and the closures and state machines that it names as those around it.
    private bool IsClosure(HashSet<int> producers, HashSet<int> seen) => producers.Count > 0 && producers.All(p => IsClosure(p, seen));

    private bool IsClosure(int producer, HashSet<int> seen)
    {
        if (!seen.Add(producer))
            return true;
        var instruction = _flow.Code[producer];
        return instruction.OpCode.Code switch
        {
            Code.Ldarg_0 => IsFixed && GeneratedCode.IsGenerated(_flow.Method.DeclaringType),
            Code.Dup => IsClosure(_stack.Inputs(producer)[0], seen),
            Code.Ldfld => CapturedObject.IsLink((FieldReference)instruction.Operand) && IsClosure(_stack.Inputs(producer)[0], seen),
            _ => IsLoadOf(producer, s => IsClosure(_stack.Inputs(s)[0], seen)),
        };
    }

    // A variable that all stores which may have set it put such a value into.
    private bool IsLoadOf(int producer, Func<int, bool> isIt) =>
        ValueOrigins.IsLoad(_flow.Code[producer]) && _values.Definitions(producer) is { Count: > 0 } stores && stores.All(isIt);

    private static bool Changes(Instruction instruction, MethodDefinition body) =>
        instruction.OpCode.Code is Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S
        && instruction.Operand == body.Body.ThisParameter;
}

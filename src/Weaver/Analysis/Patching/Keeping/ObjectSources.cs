using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Finds where the objects come from that code of the new build works on, as far as the activation itself says it: it was given them, or
/// makes them. What a compiler keeps of variables in closures and state machines is followed to who puts it there.
/// </summary>
/// <param name="isSettled">Whether nobody stores into a field once the object around is made.</param>
internal sealed class ObjectSources(Func<FieldDefinition, bool> isSettled)
{
    private const int MostCalls = 4;

    private readonly Dictionary<MethodDefinition, BodyFlow> _flows = [];
    private readonly Dictionary<FieldDefinition, bool> _settled = [];
    private readonly Dictionary<TypeDefinition, ILookup<string, (MethodDefinition Body, Instruction Code)>> _fields = [];

    /// <summary>The sources of an operand; null where any other is possible.</summary>
    /// <param name="body">The body.</param>
    /// <param name="user">The instruction that takes the operand.</param>
    /// <param name="operand">Which one it is, the deepest on the stack being 0.</param>
    public IReadOnlyList<ObjectSource>? Find(MethodDefinition body, Instruction user, int operand)
    {
        var walk = new Walk(this, 0);
        return walk.FollowOperand(FlowOf(body), user, operand, View.None) ? walk.Found : null;
    }

    /// <summary>The sources of the objects that the delegates work on which are made of a method's address; null where any other is possible.</summary>
    public IReadOnlyList<ObjectSource>? FindOfDelegates(MethodDefinition body, Instruction address)
    {
        var flow = FlowOf(body);
        var makers = flow.Stack.Users(flow.Code.IndexOf(address)).Select(m => flow.Code.Code[m]).ToList();
        var walk = new Walk(this, 0);
        return makers.Count > 0 && makers.TrueForAll(m => m.OpCode.Code == Code.Newobj && walk.FollowOperand(flow, m, 0, View.None)) ? walk.Found : null;
    }

    private bool IsSettled(FieldDefinition field) => _settled.TryGetValue(field, out var known) ? known : _settled[field] = isSettled(field);

    private BodyFlow FlowOf(MethodDefinition body)
    {
        if (!_flows.TryGetValue(body, out var known))
            _flows.Add(body, known = new BodyFlow(body));
        return known;
    }

    // What a compiler makes of variables is named within the class around only.
    private IEnumerable<(MethodDefinition Body, Instruction Code)> UsesOf(FieldDefinition field)
    {
        var type = GeneratedCode.UserTypeOf(field.DeclaringType);
        if (!_fields.TryGetValue(type, out var uses))
        {
            uses = Types(type).SelectMany(static t => t.Methods).Where(static m => m.HasBody)
                .SelectMany(static m => m.Body.Instructions.Where(MayStore).Select(i => (m, i)))
                .ToLookup(static u => ((FieldReference)u.i.Operand).Name, StringComparer.Ordinal);
            _fields.Add(type, uses);
        }

        return uses[field.Name].Where(u => NamedOperand.Names(u.Code, field));
    }

    private static bool MayStore(Instruction instruction) =>
        instruction.OpCode.Code is Code.Stfld or Code.Ldflda or Code.Ldtoken && instruction.Operand is FieldReference;

    private static IEnumerable<TypeDefinition> Types(TypeDefinition type) =>
        type.NestedTypes.Where(GeneratedCode.IsGenerated).SelectMany(Types).Prepend(type);

    // What a method returns, in terms of what it is given; null where anything else is possible.
    private IReadOnlyList<ObjectSource>? FindReturned(MethodDefinition method, int calls)
    {
        var flow = FlowOf(method);
        var walk = new Walk(this, calls);
        return flow.Code.Code.Where(static i => i.OpCode.Code == Code.Ret).All(r => walk.FollowReturned(flow, r)) ? walk.Found : null;
    }

    private sealed class BodyFlow(MethodDefinition body)
    {
        private StackFlow? _stack;
        private ValueOrigins? _values;

        public MethodDefinition Body => body;

        public MethodFlow Code { get; } = new(body);

        public StackFlow Stack => _stack ??= new StackFlow(Code);

        public ValueOrigins Values => _values ??= new ValueOrigins(Code, Stack, static _ => false);
    }

    // Read from the use to the source: as what the object is known, and the fields that lead to it.
    private sealed record View(TypeReference? Type, IReadOnlyList<FieldDefinition> Way)
    {
        public static View None { get; } = new(null, []);

        public View As(TypeReference type) => Type is null ? this with { Type = type } : this;
    }

    private sealed class Walk(ObjectSources sources, int calls)
    {
        private readonly HashSet<(MethodDefinition, int)> _seen = [];
        private readonly List<ObjectSource> _found = [];

        public IReadOnlyList<ObjectSource> Found => _found;

        public bool FollowOperand(BodyFlow flow, Instruction user, int operand, View view)
        {
            var index = flow.Code.IndexOf(user);
            return !flow.Stack.IsReached(index) || (flow.Stack.Inputs(index).Count > operand && FollowAll(flow, flow.Stack.Inputs(index)[operand], view));
        }

        public bool FollowReturned(BodyFlow flow, Instruction end)
        {
            var index = flow.Code.IndexOf(end);
            return !flow.Stack.IsReached(index) || FollowAll(flow, flow.Stack.FindTop(index), View.None);
        }

        private bool FollowAll(BodyFlow flow, HashSet<int> producers, View view) => producers.Count > 0 && producers.All(p => Follow(flow, p, view));

        private bool Follow(BodyFlow flow, int producer, View view)
        {
            var instruction = flow.Code.Code[producer];
            // By another way it would be another object.
            if (!_seen.Add((flow.Body, producer)))
                return view.Way.Count == 0;
            switch (instruction.OpCode.Code)
            {
                case Code.Ldnull:
                    return true;
                case Code.Newobj:
                    _found.Add(new ObjectSource(flow.Body, ObjectSource.Own, ((MethodReference)instruction.Operand).DeclaringType, instruction));
                    return view.Way.Count == 0;
                case Code.Dup:
                    return FollowAll(flow, flow.Stack.Inputs(producer)[0], view);
                case Code.Castclass or Code.Isinst:
                    return FollowAll(flow, flow.Stack.Inputs(producer)[0], view.As((TypeReference)instruction.Operand));
                case Code.Ldfld:
                    return ((FieldReference)instruction.Operand).Resolve() is { IsStatic: false } field && FollowField(flow, producer, field, view);
                case Code.Call or Code.Callvirt:
                    return view.Way.Count == 0 && FollowCall(flow, instruction);
                default:
                    return ValueOrigins.IsLoad(instruction) ? FollowVariable(flow, producer, view) : FollowArgument(flow, instruction, view);
            }
        }

        private bool FollowVariable(BodyFlow flow, int load, View view)
        {
            var variable = flow.Values.VariableOf(flow.Code.Code[load]);
            return !flow.Code.Code.Any(i => ValueOrigins.IsAddress(i) && flow.Values.VariableOf(i) == variable)
                && flow.Values.Definitions(load) is { Count: > 0 } stores && stores.All(s => FollowAll(flow, flow.Stack.Inputs(s)[0], view));
        }

        private bool FollowArgument(BodyFlow flow, Instruction load, View view)
        {
            var body = flow.Body;
            // What a test names in terms of a closure's type parameters is said otherwise by the method around.
            if (NumberOf(body, load, "ldarg") is not { } argument || IsChanged(flow, argument) || view.Type is { ContainsGenericParameter: true }
                || (view.Way.Count > 0 && view.Way[0].DeclaringType is { HasGenericParameters: true } owner && owner != body.DeclaringType))
                return false;
            var type = view.Way.Count > 0 ? view.Way[view.Way.Count - 1].FieldType
                : argument == ObjectSource.Own ? body.DeclaringType
                : body.Parameters[argument].ParameterType;
            _found.Add(new ObjectSource(body, argument, view.Type ?? type, null) { Way = view.Way });
            return true;
        }

        private bool FollowField(BodyFlow flow, int load, FieldDefinition field, View view)
        {
            if (GeneratedCode.IsGenerated(field.DeclaringType))
            {
                // Whoever has the closure or the state machine, these are the only ones who put something there.
                var uses = sources.UsesOf(field).ToList();
                return uses.Count > 0 && uses.TrueForAll(u => u.Code.OpCode.Code == Code.Stfld && FollowOperand(sources.FlowOf(u.Body), u.Code, 1, view));
            }

            return sources.IsSettled(field) && FollowAll(flow, flow.Stack.Inputs(load)[0], view with { Way = [field, .. view.Way] });
        }

        // What is called of the same type, and cannot be overridden, is called in the caller's version.
        private bool FollowCall(BodyFlow flow, Instruction call)
        {
            if (calls >= MostCalls || ((MethodReference)call.Operand).Resolve() is not { HasBody: true, IsVirtual: false, IsConstructor: false } callee
                || callee.HasGenericParameters || callee.ReturnType.IsValueType || StateMachines.FindType(callee) is not null
                || GeneratedCode.UserTypeOf(callee.DeclaringType) != GeneratedCode.UserTypeOf(flow.Body.DeclaringType)
                || sources.FindReturned(callee, calls + 1) is not { } returned)
                return false;
            _found.Add(new ObjectSource(flow.Body, ObjectSource.Own, null, call));
            foreach (var source in returned)
            {
                if (source.Made is not null)
                    _found.Add(source);
                else if (source.Way.Count > 0 || !FollowOperand(flow, call, source.Argument + (callee.HasThis ? 1 : 0), View.None))
                    return false;
            }

            return true;
        }

        private static int? NumberOf(MethodDefinition body, Instruction instruction, string operation)
        {
            var (name, operand) = LongForm.Read(instruction, body.Body);
            return name != operation || operand is not int number ? null : body.HasThis ? number - 1 : number;
        }

        // a = a ?? throw …
        private static bool IsChanged(BodyFlow flow, int argument) => flow.Code.Code.Any(i =>
            NumberOf(flow.Body, i, "ldarga") == argument
            || (NumberOf(flow.Body, i, "starg") == argument && !flow.Stack.Inputs(flow.Code.IndexOf(i))[0].All(p => IsSame(flow, p, argument))));

        private static bool IsSame(BodyFlow flow, int producer, int argument) =>
            flow.Code.Code[producer].OpCode.Code == Code.Dup
                ? flow.Stack.Inputs(producer)[0].All(p => IsSame(flow, p, argument))
                : NumberOf(flow.Body, flow.Code.Code[producer], "ldarg") == argument;
    }
}

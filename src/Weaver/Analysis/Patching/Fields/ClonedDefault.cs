using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Whether a constructor that copies another object of its type leaves a field at its type's default where the other object has that: <c>f = other.f != null ? other.f.Clone() : null</c>.
/// </summary>
internal static class ClonedDefault
{
    public static bool Is(MethodDefinition constructor, FieldDefinition field)
    {
        var code = constructor.Body.Instructions;
        if (code.All(i => !IsOf(i, field, Code.Ldfld)) || code.Any(i => IsOf(i, field, Code.Ldflda)) || code.Any(i => AutomaticProperties.StoredBy(i, field.DeclaringType) == field)
            || ConstructorWrites.InHelpers(constructor, field) || constructor.Body.HasExceptionHandlers || code.Any(i => i.OpCode.Code is Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S))
            return false;
        // What another constructor does first must be nothing.
        var before = code.Where(i => i.OpCode.Code == Code.Call && ConstructedValues.IsOwnConstructor(i, field.DeclaringType)).Select(static i => ((MethodReference)i.Operand).Resolve());
        if (before.Any(c => c is not { HasBody: true } || ConstructedValues.ValueAfter(c, field) is not { IsDefault: true }))
            return false;
        return new Run(constructor, field).LeavesDefault();
    }

    private static bool IsOf(Instruction instruction, FieldDefinition field, Code code) =>
        instruction.OpCode.Code == code && instruction.Operand is FieldReference reference && reference.Name == field.Name && reference.DeclaringType.GetElementType() == field.DeclaringType;

    // The constructor as it runs where the other object's field has its default.
    private sealed class Run
    {
        private readonly FieldDefinition _field;
        private readonly MethodFlow _flow;
        private readonly StackFlow _stack;
        private readonly ValueOrigins _values;

        public Run(MethodDefinition constructor, FieldDefinition field)
        {
            _field = field;
            _flow = new MethodFlow(constructor);
            _stack = new StackFlow(_flow);
            _values = new ValueOrigins(_flow, _stack, static _ => false);
        }

        public bool LeavesDefault()
        {
            var reached = Reached();
            return reached.Where(i => IsOf(_flow.Code[i], _field, Code.Stfld)).All(i => _stack.Inputs(i)[1].Where(reached.Contains).All(p => IsZero(p) == true));
        }

        private HashSet<int> Reached()
        {
            var (reached, work) = (new HashSet<int>(), new Stack<int>([0]));
            while (work.Count > 0)
            {
                var i = work.Pop();
                if (i == _flow.Exit || !reached.Add(i))
                    continue;
                var jumps = _flow.Code[i].OpCode.Code switch
                {
                    Code.Brtrue or Code.Brtrue_S => !IsZero(_stack.Inputs(i)[0]),
                    Code.Brfalse or Code.Brfalse_S => IsZero(_stack.Inputs(i)[0]),
                    _ => null,
                };
                if (jumps is null)
                    Array.ForEach([.. _flow.Next(i)], work.Push);
                else
                    work.Push(jumps.Value ? _flow.IndexOf((Instruction)_flow.Code[i].Operand) : i + 1);
            }

            return reached;
        }

        private bool? IsZero(IEnumerable<int> producers)
        {
            var values = producers.Select(IsZero).Distinct().ToList();
            return values.Count == 1 ? values[0] : null;
        }

        // ldarg.n; ldfld field, n not being the object itself, and what is computed from it; null where it is not known.
        private bool? IsZero(int producer) => _flow.Code[producer].OpCode.Code switch
        {
            Code.Ldnull or Code.Ldc_I4_0 => true,
            Code.Ldfld when IsOf(_flow.Code[producer], _field, Code.Ldfld) => _stack.Inputs(producer)[0].All(p => new DerivedStep(_flow.Method, _flow.Code[p]).Argument > 0) ? true : null,
            Code.Cgt_Un when IsZero(_stack.Inputs(producer)[1]) == true => IsZero(_stack.Inputs(producer)[0]),
            Code.Ceq when IsZero(_stack.Inputs(producer)[1]) == true => !IsZero(_stack.Inputs(producer)[0]),
            _ when ValueOrigins.IsLoad(_flow.Code[producer]) && _values.Definitions(producer) is { Count: 1 } stores => IsZero(_stack.Inputs(stores[0])[0]),
            _ => null,
        };
    }
}

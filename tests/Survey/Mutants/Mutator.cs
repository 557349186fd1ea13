using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Survey.Mutants;

/// <summary>Changes one instruction in each body of a module, at random from a seed.</summary>
internal sealed class Mutator(ModuleDefinition module, int seed)
{
    private static readonly OpCode[][] s_alike =
    [
        [OpCodes.Ldind_I1, OpCodes.Ldind_I4, OpCodes.Ldind_I8, OpCodes.Ldind_R8, OpCodes.Ldind_Ref],
        [OpCodes.Stind_I1, OpCodes.Stind_I4, OpCodes.Stind_I8, OpCodes.Stind_R8, OpCodes.Stind_Ref],
        [OpCodes.Ldelem_I1, OpCodes.Ldelem_I4, OpCodes.Ldelem_I8, OpCodes.Ldelem_R8, OpCodes.Ldelem_Ref],
        [OpCodes.Stelem_I1, OpCodes.Stelem_I4, OpCodes.Stelem_I8, OpCodes.Stelem_R8, OpCodes.Stelem_Ref],
        [OpCodes.Conv_I4, OpCodes.Conv_I8, OpCodes.Conv_R8, OpCodes.Conv_I, OpCodes.Ldlen],
        [OpCodes.Add, OpCodes.Ceq, OpCodes.Shl, OpCodes.Clt, OpCodes.And],
        [OpCodes.Ret, OpCodes.Throw, OpCodes.Rethrow, OpCodes.Endfinally, OpCodes.Endfilter],
    ];

    private readonly Random _random = new(seed);
    private readonly List<MethodReference> _methods = [];
    private readonly List<FieldReference> _fields = [];
    private readonly List<TypeReference> _types = [];

    /// <summary>Changes every n-th body; says what was done in which.</summary>
    public Dictionary<MethodDefinition, (MutationKind Kind, string What)> Mutate(int every)
    {
        var bodies = module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody && m.Body.Instructions.Count > 1).ToList();
        foreach (var instruction in bodies.SelectMany(static m => m.Body.Instructions))
            Collect(instruction.Operand);
        var done = new Dictionary<MethodDefinition, (MutationKind, string)>();
        foreach (var method in bodies.Where((_, index) => index % every == 0))
        {
            // A body may have nothing of a kind; some other kind then.
            for (var attempt = 0; attempt < 20; attempt++)
            {
                var kind = (MutationKind)_random.Next((int)MutationKind.OtherTarget + 1);
                var before = method.Body.Instructions[_random.Next(method.Body.Instructions.Count)];
                var was = before.ToString();
                if (!Apply(kind, method.Body, before))
                    continue;
                done.Add(method, (kind, $"{was} -> {before.OpCode} {before.Operand}"));
                break;
            }
        }

        return done;
    }

    // What depends on a body's own generic parameters is at home only there.
    private void Collect(object? operand)
    {
        if (operand is MethodReference { DeclaringType.ContainsGenericParameter: false, ContainsGenericParameter: false } and not GenericInstanceMethod)
            _methods.Add((MethodReference)operand);
        else if (operand is FieldReference { DeclaringType.ContainsGenericParameter: false, ContainsGenericParameter: false } field)
            _fields.Add(field);
        else if (operand is TypeReference { ContainsGenericParameter: false } type)
            _types.Add(type);
    }

    private bool Apply(MutationKind kind, MethodBody body, Instruction at) => kind switch
    {
        MutationKind.ConversionDropped => at.OpCode.Code is Code.Castclass or Code.Box or Code.Unbox_Any or Code.Unbox or Code.Isinst or Code.Conv_I8 or Code.Conv_R8 && Set(at, OpCodes.Nop, null),
        MutationKind.OtherVariable => ChangeVariable(body, at),
        MutationKind.OtherMember => ChangeMember(at),
        MutationKind.OtherConstant => ChangeConstant(at),
        MutationKind.OtherInstruction => ChangeInstruction(at),
        MutationKind.OtherStackEffect => ChangeStackEffect(body, at),
        _ => ChangeTarget(body, at),
    };

    private bool ChangeVariable(MethodBody body, Instruction at)
    {
        var variables = body.Variables;
        var parameters = body.Method.Parameters;
        var isLoad = at.OpCode.Name.StartsWith("ldloc", StringComparison.Ordinal) || at.OpCode.Name.StartsWith("ldarg", StringComparison.Ordinal);
        var isStore = at.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal);
        if (isStore && variables.Count > 1)
            return Set(at, OpCodes.Stloc, variables[_random.Next(variables.Count)]);
        if (!isLoad || variables.Count + parameters.Count < 2)
            return false;
        var choice = _random.Next(variables.Count + parameters.Count);
        var takesAddress = _random.Next(4) == 0;
        return choice < variables.Count
            ? Set(at, takesAddress ? OpCodes.Ldloca : OpCodes.Ldloc, variables[choice])
            : Set(at, takesAddress ? OpCodes.Ldarga : OpCodes.Ldarg, parameters[choice - variables.Count]);
    }

    private bool ChangeMember(Instruction at)
    {
        switch (at.Operand)
        {
            case MethodReference when at.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn:
                var candidates = _methods.Where(m => (m.Name == ".ctor") == (at.OpCode.Code == Code.Newobj) && (at.OpCode.Code != Code.Callvirt || m.HasThis)).ToList();
                return candidates.Count > 0 && Set(at, at.OpCode, candidates[_random.Next(candidates.Count)]);
            case FieldReference:
                return _fields.Count > 0 && Set(at, at.OpCode, _fields[_random.Next(_fields.Count)]);
            case TypeReference:
                return _types.Count > 0 && Set(at, at.OpCode, _types[_random.Next(_types.Count)]);
            default:
                return false;
        }
    }

    private bool ChangeConstant(Instruction at)
    {
        if (!at.OpCode.Name.StartsWith("ldc", StringComparison.Ordinal) && at.OpCode.Code is not (Code.Ldstr or Code.Ldnull))
            return false;
        return _random.Next(4) switch
        {
            0 => Set(at, OpCodes.Ldc_I8, 1L),
            1 => Set(at, OpCodes.Ldc_R8, 1.0),
            2 => at.OpCode.Code == Code.Ldnull ? Set(at, OpCodes.Ldc_I4_0, null) : Set(at, OpCodes.Ldnull, null),
            _ => at.OpCode.Code == Code.Ldstr ? Set(at, OpCodes.Ldc_I4_0, null) : Set(at, OpCodes.Ldstr, "text"),
        };
    }

    private bool ChangeInstruction(Instruction at)
    {
        var alike = Array.Find(s_alike, group => group.Any(code => code.Code == at.OpCode.Code));
        if (alike is not null)
            return Set(at, alike.Where(code => code.Code != at.OpCode.Code).ElementAt(_random.Next(alike.Length - 1)), null);
        return at.OpCode.Code switch
        {
            Code.Call => Set(at, OpCodes.Callvirt, at.Operand),
            Code.Callvirt => Set(at, OpCodes.Call, at.Operand),
            Code.Ldfld => Set(at, OpCodes.Ldflda, at.Operand),
            Code.Ldsfld => Set(at, OpCodes.Ldfld, at.Operand),
            Code.Box => Set(at, OpCodes.Unbox_Any, at.Operand),
            Code.Ldloca or Code.Ldloca_S => Set(at, OpCodes.Ldloc, at.Operand),
            Code.Newobj => Set(at, OpCodes.Call, at.Operand),
            _ => false,
        };
    }

    private bool ChangeStackEffect(MethodBody body, Instruction at)
    {
        var code = body.GetILProcessor();
        switch (_random.Next(4))
        {
            case 0 when at.OpCode.Code is not (Code.Nop or Code.Br or Code.Br_S):
                return Set(at, OpCodes.Nop, null);
            case 1:
                code.InsertAfter(at, code.Create(OpCodes.Pop));
                return true;
            case 2:
                code.InsertAfter(at, code.Create(OpCodes.Dup));
                return true;
            case 3 when at.OpCode.OperandType == OperandType.InlineNone && at.OpCode.Code is not (Code.Nop or Code.Ret or Code.Throw):
                code.InsertAfter(at, code.Create(at.OpCode));
                return true;
            default:
                return false;
        }
    }

    private bool ChangeTarget(MethodBody body, Instruction at)
    {
        if (at.OpCode.OperandType is not (OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget))
            return false;
        if (at.OpCode.Code is Code.Leave or Code.Leave_S && _random.Next(2) == 0)
            return Set(at, OpCodes.Br, at.Operand);
        return Set(at, at.OpCode, body.Instructions[_random.Next(body.Instructions.Count)]);
    }

    private static bool Set(Instruction at, OpCode code, object? operand)
    {
        if (at.OpCode == code && ReferenceEquals(at.Operand, operand))
            return false;
        at.OpCode = code;
        at.Operand = operand;
        return true;
    }
}

using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds the field initialisers at the beginning of a constructor. C# puts them before the call of the base constructor, Visual Basic and F# after it. Each ends
/// with a store into a field of <c>this</c>, or a call of an automatic property's setter, at which the stack is empty and that no branch crosses; the first statement of another kind ends the row.
/// </summary>
internal static class InitialiserReader
{
    /// <summary>The initialisers in order; null for a constructor that calls another of its type, which has none.</summary>
    public static IReadOnlyList<Initialiser>? Read(MethodDefinition constructor)
    {
        var found = new List<Initialiser>();
        var code = constructor.Body.Instructions;
        var guarded = constructor.Body.ExceptionHandlers.Count == 0 ? null : constructor.Body.ExceptionHandlers[0].TryStart;
        var index = new Dictionary<Instruction, int>(code.Count);
        for (var i = 0; i < code.Count; i++)
            index.Add(code[i], i);
        var depths = new Dictionary<Instruction, int>();
        var isAfterBase = constructor.IsStatic;
        var (depth, start, statement, farthest) = (0, 0, 0, 0);
        for (var i = 0; i < code.Count && code[i] != guarded; i++)
        {
            var instruction = code[i];
            if (i > 0 && code[i - 1].OpCode.FlowControl is FlowControl.Branch or FlowControl.Throw or FlowControl.Return && depths.TryGetValue(instruction, out var known))
                depth = known;
            if (instruction.OpCode.FlowControl == FlowControl.Return || (instruction.OpCode.FlowControl == FlowControl.Throw && farthest <= i))
                return found;
            // An arm of an expression that throws.
            if (instruction.OpCode.FlowControl == FlowControl.Throw)
                continue;
            depth = instruction.OpCode.Code == Code.Leave ? 0 : depth + StackEffect.Measure(instruction);
            foreach (var target in Targets(instruction))
            {
                if (index[target] <= i)
                    return found;
                farthest = Math.Max(farthest, index[target]);
                depths[target] = depth;
            }

            if (depth != 0 || farthest > i + 1 || (farthest == i + 1 && instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch))
                continue;
            var first = code[statement];
            statement = i + 1;
            if (StoredField(instruction, constructor) is { } field && (constructor.IsStatic || code[start].OpCode.Code == Code.Ldarg_0))
            {
                // A branch round the store: an if, which is no initialiser.
                if (farthest > i)
                    return found;
                found.Add(new Initialiser(constructor, field, start, i));
            }
            else if (IsLocalCopy(instruction) && code[i - 2].OpCode.Code == Code.Dup && StoredField(code[i - 1], constructor) is { } kept && farthest <= i)
                found.Add(new Initialiser(constructor, kept, start, i - 1));
            else if (IsConstructorCall(instruction) && !isAfterBase)
            {
                if (((MethodReference)instruction.Operand).DeclaringType.GetElementType() == constructor.DeclaringType)
                    return null;
                isAfterBase = true;
            }
            else if (instruction.OpCode.Code is not (Code.Nop or Code.Pop) && isAfterBase && !constructor.IsStatic)
                return found;
            else if (constructor.IsStatic && IsStatement(first, instruction))
                return found;
            else if (instruction.OpCode.Code != Code.Nop)
                continue;
            else if (start != i)
                continue;
            start = i + 1;
        }

        return found;
    }

    // What a static constructor does beside giving fields their values. Initialisers may take steps that work on a variable of theirs, and test values.
    private static bool IsStatement(Instruction first, Instruction last) =>
        last.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Cond_Branch)
        && last.OpCode.Code is not (Code.Nop or Code.Stloc or Code.Stloc_S or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3)
        && first.OpCode.Code is not (Code.Ldloca or Code.Ldloca_S or Code.Ldloc or Code.Ldloc_S or Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3)
        && last.Operand is not MethodReference { DeclaringType.Name: "<PrivateImplementationDetails>" };

    // dup; stsfld; stloc: without optimisation F# keeps the value of a module in a variable too.
    private static bool IsLocalCopy(Instruction instruction) =>
        instruction.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal) && instruction.Previous?.OpCode.Code == Code.Stsfld && instruction.Previous.Previous is not null;

    private static Instruction[] Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    private static FieldDefinition? StoredField(Instruction instruction, MethodDefinition constructor)
    {
        // field = default: ldflda field; initobj T
        var store = instruction.OpCode.Code == Code.Initobj ? instruction.Previous : instruction;
        var (plain, address) = constructor.IsStatic ? (Code.Stsfld, Code.Ldsflda) : (Code.Stfld, Code.Ldflda);
        if (store is { Operand: FieldReference reference } && store.OpCode.Code == (store == instruction ? plain : address))
            return reference.DeclaringType.GetElementType() == constructor.DeclaringType || StartupCode.Is(constructor.DeclaringType) ? reference.Resolve() : null;
        return AutomaticProperties.StoredBy(instruction, constructor.DeclaringType) is { } field && field.IsStatic == constructor.IsStatic && !AutomaticProperties.MayBeOverridden(instruction)
            ? field
            : null;
    }

    private static bool IsConstructorCall(Instruction instruction) =>
        instruction.OpCode.Code == Code.Call && instruction.Operand is MethodReference { Name: ".ctor", HasThis: true };
}

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// What stands in a clone for one instruction of the source: null for a plain copy, else these instructions (at least one), of
/// which branches to the original reach the first. Called once per instruction, in order; new instructions may use
/// <paramref name="target"/>'s variables and parameters, and add variables.
/// </summary>
internal delegate IReadOnlyList<Instruction>? InstructionReplacement(Instruction original, MethodBody target);

/// <summary>Copies a method's body, with its debug information, to another method.</summary>
internal sealed class BodyCloner
{
    private readonly ReferenceRewriter? _references;
    private readonly InstructionReplacement? _replacement;

    /// <summary>Makes a cloner.</summary>
    /// <param name="references">Takes references to the target's context; null when module and generic context are the same.</param>
    /// <param name="replacement">What stands for single instructions; null to copy all.</param>
    public BodyCloner(ReferenceRewriter? references, InstructionReplacement? replacement = null)
    {
        _references = references;
        _replacement = replacement;
    }

    /// <summary>
    /// Gives <paramref name="target"/>, which belongs to a type already, a copy of <paramref name="source"/>'s body. The parameters must
    /// correspond by argument number (<c>this</c> or <c>self</c> is 0). Short branches are widened where a replacement needs it.
    /// </summary>
    /// <returns>For each instruction of the source, the first that stands for it.</returns>
    public IReadOnlyDictionary<Instruction, Instruction> Clone(MethodDefinition source, MethodDefinition target)
    {
        InstructionOffsets.Settle(source);
        var from = source.Body;
        var to = new MethodBody(target) { InitLocals = from.InitLocals };
        target.Body = to;

        foreach (var variable in from.Variables)
            to.Variables.Add(new VariableDefinition(_references?.Type(variable.VariableType) ?? variable.VariableType));

        var map = CopyInstructions(from, to);
        foreach (var handler in from.ExceptionHandlers)
            to.ExceptionHandlers.Add(Copy(handler, map));

        if (_replacement is not null)
            BranchWidths.Widen(to);
        DebugInformationCopy.Copy(source, target, map, _references);
        return map;
    }

    private Dictionary<Instruction, Instruction> CopyInstructions(MethodBody from, MethodBody to)
    {
        var map = new Dictionary<Instruction, Instruction>(from.Instructions.Count);
        var copies = new InstructionCopy(from, to, _references);
        var copied = new List<Instruction>(from.Instructions.Count);
        foreach (var instruction in from.Instructions)
        {
            if (_replacement?.Invoke(instruction, to) is { } others)
            {
                map.Add(instruction, others[0]);
                foreach (var other in others)
                    to.Instructions.Add(other);
                continue;
            }

            var copy = copies.Copy(instruction);
            map.Add(instruction, copy);
            copied.Add(copy);
            to.Instructions.Add(copy);
        }

        foreach (var copy in copied)
            MapBranch(copy, map);
        return map;
    }

    private static void MapBranch(Instruction copy, Dictionary<Instruction, Instruction> map)
    {
        if (copy.Operand is Instruction target)
            copy.Operand = map[target];
        else if (copy.Operand is Instruction[] targets)
            copy.Operand = Array.ConvertAll(targets, t => map[t]);
    }

    private ExceptionHandler Copy(ExceptionHandler handler, Dictionary<Instruction, Instruction> map)
    {
        return new ExceptionHandler(handler.HandlerType)
        {
            CatchType = handler.CatchType is { } type ? _references?.Type(type) ?? type : null,
            TryStart = Map(handler.TryStart),
            TryEnd = Map(handler.TryEnd),
            FilterStart = Map(handler.FilterStart),
            HandlerStart = Map(handler.HandlerStart),
            HandlerEnd = Map(handler.HandlerEnd),
        };

        Instruction? Map(Instruction? at) => at is null ? null : map[at];
    }
}

using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Copies single instructions; branch operands still point into the source and are the caller's to map.</summary>
internal sealed class InstructionCopy
{
    private readonly MethodBody _source;
    private readonly MethodBody _target;
    private readonly ReferenceRewriter? _references;

    /// <summary>Makes a copier.</summary>
    /// <param name="source">The body the instructions are of.</param>
    /// <param name="target">The body the copies are for; it has its variables already.</param>
    /// <param name="references">Takes references to the target's context; null when module and generic context are the same.</param>
    public InstructionCopy(MethodBody source, MethodBody target, ReferenceRewriter? references)
    {
        _source = source;
        _target = target;
        _references = references;
    }

    /// <summary>A copy of <paramref name="instruction"/>.</summary>
    public Instruction Copy(Instruction instruction)
    {
        var code = instruction.OpCode;
        return instruction.Operand switch
        {
            null => Instruction.Create(code),
            Instruction target => Instruction.Create(code, target),
            Instruction[] targets => Instruction.Create(code, [.. targets]),
            VariableDefinition variable => Instruction.Create(code, _target.Variables[variable.Index]),
            ParameterDefinition parameter => Instruction.Create(code, Parameter(parameter)),
            MethodReference method => Instruction.Create(code, _references?.Method(method) ?? method),
            FieldReference field => Instruction.Create(code, _references?.Field(field) ?? field),
            TypeReference type => Instruction.Create(code, _references?.Type(type) ?? type),
            CallSite site => Instruction.Create(code, _references?.CallSite(site) ?? site),
            string text => Instruction.Create(code, text),
            int number => Instruction.Create(code, number),
            long number => Instruction.Create(code, number),
            sbyte number => Instruction.Create(code, number),
            byte number => Instruction.Create(code, number),
            float number => Instruction.Create(code, number),
            double number => Instruction.Create(code, number),
            var other => throw new WeaverDefectException($"{_source.Method.FullName} has an operand of the unknown kind {other.GetType().Name}"),
        };
    }

    // `this` is argument 0 of an instance method, and `self` is argument 0 of its static shape: argument numbers never move.
    private ParameterDefinition Parameter(ParameterDefinition parameter)
    {
        var index = parameter == _source.ThisParameter ? 0 : parameter.Index + (_source.Method.HasThis ? 1 : 0);
        if (!_target.Method.HasThis)
            return _target.Method.Parameters[index];
        return index == 0 ? _target.ThisParameter : _target.Method.Parameters[index - 1];
    }
}

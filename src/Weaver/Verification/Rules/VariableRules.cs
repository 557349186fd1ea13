using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Arguments and local variables.</summary>
internal sealed class VariableRules(BodyContext context)
{
    private readonly EvaluationStack _stack = context.Stack;

    public void Apply(Instruction instruction, Code code)
    {
        switch (code)
        {
            case >= Code.Ldarg_0 and <= Code.Ldarg_3:
                _stack.Push(FindArgument(code - Code.Ldarg_0));
                break;
            case Code.Ldarg_S or Code.Ldarg:
                _stack.Push(FindArgument(instruction));
                break;
            case Code.Ldarga_S or Code.Ldarga:
                _stack.Push(TakeAddress(FindArgument(instruction)));
                break;
            case Code.Starg_S or Code.Starg:
                _stack.Pop(FindArgument(instruction));
                break;
            case >= Code.Ldloc_0 and <= Code.Ldloc_3:
                _stack.Push(FindVariable(code - Code.Ldloc_0));
                break;
            case Code.Ldloc_S or Code.Ldloc:
                _stack.Push(FindVariable(instruction));
                break;
            case Code.Ldloca_S or Code.Ldloca:
                _stack.Push(TakeAddress(FindVariable(instruction)));
                break;
            case >= Code.Stloc_0 and <= Code.Stloc_3:
                _stack.Pop(FindVariable(code - Code.Stloc_0));
                break;
            default:
                _stack.Pop(FindVariable(instruction));
                break;
        }
    }

    // There are no by-refs to by-refs (I.8.2.1.1).
    private static StackEntry TakeAddress(ILType type) => type.Kind == ILKind.ByRef
        ? throw new InvalidBodyException("a variable that is no by-ref", type.ToString())
        : new StackEntry(StackKind.ByRef, type);

    private ILType FindArgument(Instruction instruction)
    {
        if (instruction.Operand is not ParameterDefinition parameter)
            throw new InvalidBodyException("an argument of this method", "none");
        if (context.This is { } @this && ReferenceEquals(parameter, context.Body.ThisParameter))
            return @this;
        var parameters = context.Method.Parameters;
        if (parameter.Index < 0 || parameter.Index >= parameters.Count || !ReferenceEquals(parameters[parameter.Index], parameter))
            throw new InvalidBodyException("an argument of this method", parameter.Name is { Length: > 0 } name ? name : "another");
        return context.Types.ReadSignature(parameter.ParameterType);
    }

    private ILType FindArgument(int sequence)
    {
        var index = sequence;
        if (context.This is { } @this && index-- == 0)
            return @this;
        var parameters = context.Method.Parameters;
        return index < parameters.Count
            ? context.Types.ReadSignature(parameters[index].ParameterType)
            : throw new InvalidBodyException($"at least {sequence + 1} arguments", $"{parameters.Count + (context.Method.HasThis ? 1 : 0)}");
    }

    private ILType FindVariable(Instruction instruction)
    {
        if (instruction.Operand is not VariableDefinition variable)
            throw new InvalidBodyException("a local variable", "none");
        var variables = context.Body.Variables;
        if (variable.Index < 0 || variable.Index >= variables.Count || !ReferenceEquals(variables[variable.Index], variable))
            throw new InvalidBodyException("a local variable of this method", "another");
        return context.Types.ReadSignature(variable.VariableType);
    }

    private ILType FindVariable(int index)
    {
        var variables = context.Body.Variables;
        return index < variables.Count
            ? context.Types.ReadSignature(variables[index].VariableType)
            : throw new InvalidBodyException($"at least {index + 1} local variables", $"{variables.Count}");
    }
}

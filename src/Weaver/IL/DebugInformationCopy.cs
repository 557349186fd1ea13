using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>Copies sequence points, scopes and custom debug information of a cloned body.</summary>
internal sealed class DebugInformationCopy
{
    private readonly Dictionary<int, Instruction> _byOffset;
    private readonly IReadOnlyDictionary<Instruction, Instruction> _map;
    private readonly MethodDefinition _source;
    private readonly MethodBody _target;
    private readonly ReferenceRewriter? _references;

    private DebugInformationCopy(MethodDefinition source, MethodDefinition target, IReadOnlyDictionary<Instruction, Instruction> map, ReferenceRewriter? references)
    {
        _byOffset = source.Body.Instructions.ToDictionary(i => i.Offset);
        _map = map;
        _source = source;
        _target = target.Body;
        _references = references;
    }

    /// <summary>
    /// Copies all debug information of <paramref name="source"/>, whose offsets are settled. Which method kicks a state machine off
    /// only the caller knows; that link is not copied.
    /// </summary>
    public static void Copy(
        MethodDefinition source, MethodDefinition target, IReadOnlyDictionary<Instruction, Instruction> map, ReferenceRewriter? references)
    {
        var from = source.DebugInformation;
        if (!from.HasSequencePoints && from.Scope is null && !source.HasCustomDebugInformations)
            return;

        var copy = new DebugInformationCopy(source, target, map, references);
        var to = target.DebugInformation;
        foreach (var point in from.SequencePoints)
        {
            if (copy.At(point.Offset) is { } instruction)
                to.SequencePoints.Add(Copy(point, instruction));
        }

        if (from.Scope is not null && copy.Copy(from.Scope) is { } scope)
            to.Scope = scope;
        foreach (var information in source.CustomDebugInformations)
            target.CustomDebugInformations.Add(copy.Copy(information));
    }

    private static SequencePoint Copy(SequencePoint point, Instruction instruction) =>
        new(instruction, point.Document)
        {
            StartLine = point.StartLine,
            StartColumn = point.StartColumn,
            EndLine = point.EndLine,
            EndColumn = point.EndColumn,
        };

    private ScopeDebugInformation? Copy(ScopeDebugInformation scope)
    {
        if (At(scope.Start.Offset) is not { } start)
            return null;
        var end = scope.End.IsEndOfMethod ? null : At(scope.End.Offset);
        var copy = new ScopeDebugInformation(start, end);
        // Imports name types of the source's module; across modules the namespaces a debugger offers are not worth a wrong one.
        if (scope.Import is not null && (_references is null || SameModule(scope.Import)))
            copy.Import = scope.Import;
        foreach (var variable in scope.Variables)
            copy.Variables.Add(new VariableDebugInformation(_target.Variables[variable.Index], variable.Name) { Attributes = variable.Attributes });
        foreach (var constant in scope.Constants)
            copy.Constants.Add(new ConstantDebugInformation(constant.Name, _references?.Type(constant.ConstantType) ?? constant.ConstantType, constant.Value));
        foreach (var nested in scope.Scopes)
        {
            if (Copy(nested) is { } nestedCopy)
                copy.Scopes.Add(nestedCopy);
        }

        return copy;
    }

    private bool SameModule(ImportDebugInformation import)
    {
        for (var i = import; i is not null; i = i.Parent)
        {
            foreach (var target in i.Targets)
            {
                if (target.Type is { } type && type.Module != _target.Method.Module)
                    return false;
                if (target.AssemblyReference is { } reference && !_target.Method.Module.AssemblyReferences.Contains(reference))
                    return false;
            }
        }

        return true;
    }

    private CustomDebugInformation Copy(CustomDebugInformation information)
    {
        switch (information)
        {
            case AsyncMethodBodyDebugInformation async:
                return Copy(async);
            case StateMachineScopeDebugInformation scopes:
                var copy = new StateMachineScopeDebugInformation();
                foreach (var scope in scopes.Scopes)
                    copy.Scopes.Add(new StateMachineScope(At(scope.Start.Offset), scope.End.IsEndOfMethod ? null : At(scope.End.Offset)));
                return copy;
            case BinaryCustomDebugInformation binary:
                return new BinaryCustomDebugInformation(binary.Identifier, binary.Data);
            default:
                return information;
        }
    }

    private AsyncMethodBodyDebugInformation Copy(AsyncMethodBodyDebugInformation async)
    {
        var copy = async.CatchHandler.Offset < 0
            ? new AsyncMethodBodyDebugInformation()
            : new AsyncMethodBodyDebugInformation(At(async.CatchHandler.Offset));
        foreach (var yield in async.Yields)
            copy.Yields.Add(new InstructionOffset(At(yield.Offset)));
        foreach (var resume in async.Resumes)
            copy.Resumes.Add(new InstructionOffset(At(resume.Offset)));
        foreach (var method in async.ResumeMethods)
            copy.ResumeMethods.Add(method == _source ? _target.Method : method);
        return copy;
    }

    private Instruction? At(int offset) => _byOffset.TryGetValue(offset, out var instruction) ? _map[instruction] : null;
}

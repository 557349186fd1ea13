using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Looks whether deployed code that goes on for an object which exists uses fields that the new build does not have of other objects than
/// that one: those may be new, and have nothing there.
/// </summary>
/// <param name="argument">The object.</param>
/// <param name="deployed">The deployed method that is given it.</param>
/// <param name="bodies">The deployed bodies that may run.</param>
/// <param name="isLost">Whether the new build has a field no longer.</param>
internal sealed class LostReads(
    KeptArgument argument, MethodDefinition deployed, IReadOnlyCollection<MethodDefinition> bodies, Func<FieldDefinition, bool> isLost)
{
    private readonly ObjectSources _sources = new(SettledFields.Contains);
    private readonly HashSet<(MethodDefinition Method, int Argument)> _met = [];
    private readonly Queue<(MethodDefinition Method, int Argument)> _work = new();

    /// <summary>What stands in the way, as part of a sentence; null where nothing does.</summary>
    public string? FindObstacle()
    {
        foreach (var body in bodies)
        {
            foreach (var instruction in body.Body.Instructions)
            {
                if (instruction.Operand is FieldReference reference && reference.Resolve() is { } field && isLost(field)
                    && (instruction.OpCode.Code is not (Code.Ldfld or Code.Ldflda or Code.Stfld) || !IsOfArgument(body, instruction, 0)))
                    return Describe(ReadableName.Describe(field));
            }
        }

        while (_work.Count > 0)
        {
            var (method, number) = _work.Dequeue();
            foreach (var body in bodies)
            {
                foreach (var call in body.Body.Instructions.Where(i => NamedOperand.Names(i, method)))
                {
                    if (call.OpCode.Code is not (Code.Call or Code.Callvirt) || !IsOfArgument(body, call, number + (method.HasThis ? 1 : 0)))
                        return Describe(ReadableName.Describe(method));
                }
            }
        }

        return null;
    }

    private bool IsOfArgument(MethodDefinition body, Instruction instruction, int operand) =>
        _sources.Find(body, instruction, operand) is { } found && found.All(Enter);

    private bool Enter(ObjectSource source)
    {
        if (source.Made is not null)
            return false;
        if (source.Method == deployed)
            return source.Argument == argument.Argument && NamesOf(source.Way).SequenceEqual(NamesOf(argument.Way), StringComparer.Ordinal);
        if (source.Way.Count > 0 || source.Method.IsVirtual || source.Method.IsConstructor || GeneratedCode.IsLambda(source.Method))
            return false;
        if (_met.Add((source.Method, source.Argument)))
            _work.Enqueue((source.Method, source.Argument));
        return true;
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<FieldDefinition> way) => way.Select(static f => f.Name);

    private string Describe(string member) =>
        $"the deployed {ReadableName.Describe(deployed)} uses {member}, which is gone, of other objects";
}

using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Looks for deployed code of a type that reads a field which the new build does not have of another object than its own. Objects that
/// keep the code they were made with run it
/// for good, and objects of the new version have nothing there.
/// </summary>
/// <param name="type">The type in the new build.</param>
/// <param name="old">The type in the deployed build.</param>
/// <param name="match">The assembly.</param>
/// <param name="matches">All assemblies of the patch.</param>
/// <param name="calls">Who names whom in the deployed builds.</param>
internal sealed class LostFields(
    TypeDefinition type, TypeDefinition old, AssemblyMatch match, IReadOnlyList<AssemblyMatch> matches, Lazy<CallGraph> calls)
{
    private readonly HashSet<MethodDefinition> _met = [];
    private readonly Queue<MethodDefinition> _work = new();

    /// <summary>What stands in the way, as part of a sentence; null where nothing does.</summary>
    public string? FindObstacle()
    {
        var kept = new HashSet<FieldDefinition>(type.Fields.Select(match.OldOf).OfType<FieldDefinition>());
        foreach (var field in old.Fields.Where(f => !f.IsStatic && !kept.Contains(f)))
        {
            foreach (var use in FieldUses.FindDeployed(field, matches))
            {
                if (FindReader(use.Body, use.Code.Where(static i => i.OpCode.Code != Code.Stfld)) is { } reader)
                    return $"the deployed {ReadableName.Describe(reader)} reads "
                        + $"{ReadableName.ShortenField(field)}, which is gone, of another object";
            }
        }

        while (_work.Count > 0)
        {
            var method = _work.Dequeue();
            foreach (var caller in calls.Value.BodiesThatName(method).Where(static c => c.HasBody))
            {
                if (FindReader(caller, caller.Body.Instructions.Where(i => Names(i, method))) is { } reader)
                    return $"the deployed {ReadableName.Describe(reader)} calls {ReadableName.Describe(method)}, "
                        + "which reads what is gone, on another object";
            }
        }

        return null;
    }

    // Others than the type's own methods do not run when the new version is current, and constructors are the new ones.
    private MethodDefinition? FindReader(MethodDefinition body, IEnumerable<Instruction> instructions)
    {
        if (GeneratedCode.UserTypeOf(body.DeclaringType) != old || body.IsConstructor)
            return null;
        var own = new OwnObject(body, old);
        if (!instructions.All(own.Receives))
            return match.OldKeys.RootOf(body);
        var owner = body.DeclaringType == old ? body : Activation.Find(body);
        if (owner.DeclaringType == old && _met.Add(owner))
            _work.Enqueue(owner);
        return null;
    }

    // A virtual call and a delegate go through the stub, and so by what made the object.
    private static bool Names(Instruction instruction, MethodDefinition method) =>
        (instruction.OpCode.Code == Code.Call || (instruction.OpCode.Code == Code.Callvirt && !method.IsVirtual))
        && NamedOperand.Names(instruction, method);
}

using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Whether a method may go on with its deployed code for some objects, and have the new one for others: neither may keep anything that
/// the other would have to know.
/// </summary>
/// <param name="group">The type whose objects keep their code, and those below it that do with it.</param>
/// <param name="matches">All assemblies of the patch.</param>
internal sealed class KeptArgumentRules(IReadOnlyCollection<TypeDefinition> group, IReadOnlyList<AssemblyMatch> matches)
{
    /// <summary>What stands in the way, as part of a sentence; null where nothing does.</summary>
    public string? FindObstacle(KeptArgument argument, MethodDefinition deployed)
    {
        var method = argument.Method;
        var match = MatchOf(method);
        if (deployed.Module != match.Pair.Old)
            return $"an earlier patch brought {ReadableName.Describe(method)}";
        if (GeneratedCode.UserTypeOf(method.DeclaringType).IsValueType)
            return $"{ReadableName.Describe(method)} is a method of a struct";
        if (FindKept(method) is { } kept)
            return $"{ReadableName.Describe(method)} keeps something in {ReadableName.Describe(kept)}, which its deployed code does not know";
        var within = GeneratedCode.UserTypeOf(deployed.DeclaringType);
        var bodies = Reach(deployed, m => GeneratedCode.UserTypeOf(m.DeclaringType) == within || match.NewOf(m) is null);
        return new LostReads(argument, deployed, bodies, IsLost).FindObstacle();
    }

    // What only the new build calls is part of the new code.
    private FieldDefinition? FindKept(MethodDefinition method)
    {
        foreach (var body in Reach(method, IsPartOfNew))
        {
            var stores = body.Body.Instructions.Where(static i => i.OpCode.Code is Code.Stfld or Code.Stsfld or Code.Ldflda or Code.Ldsflda);
            if (stores.Select(i => ((FieldReference)i.Operand).Resolve()).FirstOrDefault(f => f is not null && IsAdded(f)) is { } field)
                return field;
        }

        return null;
    }

    private bool IsPartOfNew(MethodDefinition method) => MatchOf(method).OldOf(method) is null;

    // Within the builds that the method is of.
    private HashSet<MethodDefinition> Reach(MethodDefinition start, Func<MethodDefinition, bool> goesOn)
    {
        var (met, work) = (new HashSet<MethodDefinition>(), new Queue<MethodDefinition>());
        var isNew = matches.Any(m => m.Pair.New == start.Module);
        var keys = matches.ToDictionary(m => isNew ? m.Pair.New : m.Pair.Old, m => isNew ? m.NewKeys : m.OldKeys);
        Meet(start);
        while (work.Count > 0)
        {
            foreach (var instruction in work.Dequeue().Body.Instructions)
            {
                if (instruction.Operand is MethodReference reference && reference.Resolve() is { } callee && keys.ContainsKey(callee.Module) && goesOn(callee))
                    Meet(callee);
            }
        }

        return met;

        void Meet(MethodDefinition method)
        {
            foreach (var body in keys[method.Module].TreeOf(method).Where(static b => b.HasBody))
            {
                if (met.Add(body))
                    work.Enqueue(body);
            }
        }
    }

    private bool IsAdded(FieldDefinition field) =>
        matches.FirstOrDefault(m => m.Pair.New == field.Module) is { } match && match.OldOf(field.DeclaringType) is not null
        && match.OldOf(field) is null && !group.Contains(field.DeclaringType) && !GeneratedCode.IsGenerated(field.DeclaringType);

    // Deployed code goes on within the type, and with what callers of the new build no longer reach.
    private bool IsLost(FieldDefinition field) =>
        matches.FirstOrDefault(m => m.Pair.Old == field.Module) is { } match && match.IsMatched(field.DeclaringType)
        && !GeneratedCode.IsGenerated(field.DeclaringType) && match.NewOf(field) is null;

    private AssemblyMatch MatchOf(MemberReference member) => matches.First(m => m.Pair.New == member.Module);
}

using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Planning.Patching.Reach.Types;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Walks bodies, whole or in part, and keeps who answers for what they name.</summary>
internal sealed class BodyReachBuilder(ReachFacts facts, TypeNeeds types, IReachNeeds needs)
{
    private readonly Dictionary<MethodDefinition, Walk> _walks = [];

    /// <summary>What was walked, in order.</summary>
    public IReadOnlyDictionary<MethodDefinition, BodyReach> Bodies =>
        _walks.ToDictionary(static w => w.Key, static w => new BodyReach(w.Key, w.Value.Bindings, w.Value.Seen));

    /// <summary>Walks a whole body.</summary>
    public void WalkBody(MethodDefinition source) => WalkPart(source, static _ => true);

    /// <summary>Walks the code that gives an added field its first value.</summary>
    public void WalkValue(AddedField added)
    {
        if (added.Initialiser is { } initialiser)
            WalkInitialiser(initialiser);
        else if (added.Fill is not null)
            WalkFill(added);
        else
            WalkSteps(added.Derived!);
    }

    private void WalkInitialiser(Initialiser initialiser)
    {
        var source = initialiser.Constructor;
        var store = source.Body.Instructions[initialiser.Last];
        var kept = new HashSet<Instruction>(initialiser.Instructions);
        // The value is returned instead of stored.
        WalkPart(source, i => kept.Contains(i) && i != store && !IsForStore(i));

        bool IsForStore(Instruction instruction) => instruction.Next == store
            && (store.OpCode.Code == Code.Initobj || (source.IsStatic && (instruction.OpCode.OpCodeType == OpCodeType.Prefix
            || instruction.OpCode.Code == Code.Dup)));
    }

    // Of fields that are filled in one run, the first one's code makes the others; each of the rest has what it needs alone.
    private void WalkFill(AddedField added)
    {
        var group = added.Fill!.Fields;
        if (group[0] == added.Field && group.Count > 1)
        {
            foreach (var field in group)
                needs.NeedCell(field);
        }

        if (group.Count > 1 && added.Alone is { } alone)
            WalkPart(alone.Constructor, alone.Kept.Contains);
        if (group[0] == added.Field)
            WalkPart(added.Fill.Constructor, added.Fill.Kept.Contains);
    }

    private void WalkSteps(DerivedValue value)
    {
        foreach (var step in value.Steps)
            Bind(new BodyBinder(step.Source, facts, needs), step.Source, step.Code);
    }

    private void WalkPart(MethodDefinition source, Func<Instruction, bool> isKept)
    {
        FindOrAdd(source);
        foreach (var variable in source.Body.Variables)
            types.AddType(variable.VariableType);
        var binder = new BodyBinder(source, facts, needs);
        foreach (var instruction in source.Body.Instructions.Where(isKept))
            Bind(binder, source, instruction);
        foreach (var handler in source.Body.ExceptionHandlers.Where(static h => h.CatchType is not null))
            types.AddType(handler.CatchType);
        if (source.DebugInformation.Scope is { } scope)
            AddConstants(scope);
    }

    private void Bind(BodyBinder binder, MethodDefinition source, Instruction instruction)
    {
        var walk = FindOrAdd(source);
        walk.Seen.Add(instruction);
        if (binder.Bind(instruction) is { } binding)
            walk.Bindings[instruction] = binding;
    }

    private Walk FindOrAdd(MethodDefinition source)
    {
        if (!_walks.TryGetValue(source, out var walk))
            _walks.Add(source, walk = new Walk([], []));
        return walk;
    }

    private void AddConstants(ScopeDebugInformation scope)
    {
        foreach (var constant in scope.Constants)
            types.AddType(constant.ConstantType);
        foreach (var nested in scope.Scopes)
            AddConstants(nested);
    }

    private sealed record Walk(Dictionary<Instruction, Binding> Bindings, HashSet<Instruction> Seen);
}

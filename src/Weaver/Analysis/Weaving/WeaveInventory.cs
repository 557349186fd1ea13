using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Analysis.Structs;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>An export and what its body says.</summary>
/// <param name="Method">The method.</param>
/// <param name="Body">What its instructions say.</param>
/// <param name="IsSafePoint">Whether calls of it are qualified even from its own type.</param>
/// <param name="Self">How a struct may be handed over; null for by its address, and for what is no struct's.</param>
internal sealed record ExportFacts(MethodDefinition Method, BodyFacts Body, bool IsSafePoint, SelfCopy? Self);

/// <summary>What was found in a swappable type.</summary>
/// <param name="Type">The type.</param>
/// <param name="TakesState">Whether it is to have the field for state that later versions add.</param>
/// <param name="ListsObjects">Whether its constructors are to list what they make.</param>
/// <param name="Exports">Its exports, in metadata order.</param>
/// <param name="Skipped">Why its other methods are none.</param>
/// <param name="LocalCalls">The calls between its methods that stay within one version.</param>
/// <param name="CountedLoops">Its loops whose runs are counted.</param>
internal sealed record TypeFacts(
    SwappableType Type,
    bool TakesState,
    bool ListsObjects,
    IReadOnlyList<ExportFacts> Exports,
    IReadOnlyList<Diagnostic> Skipped,
    IReadOnlyList<LocalCall> LocalCalls,
    IReadOnlyList<LoopFacts> CountedLoops);

/// <summary>What weaving has to know of a module.</summary>
/// <param name="IsDebugBuild">Whether the JIT is told not to optimise it.</param>
/// <param name="Types">Its swappable types.</param>
/// <param name="Units">The methods, of any type, whose calls are units of work.</param>
/// <param name="Problems">What is marked and cannot be what it is marked as.</param>
/// <param name="IsGhost">Whether its types are loaded already, and only code can be put before their methods' code.</param>
internal sealed record WeaveInventory(
    bool IsDebugBuild, IReadOnlyList<TypeFacts> Types, IReadOnlyList<UnitFacts> Units, IReadOnlyList<Diagnostic> Problems, bool IsGhost)
{
    /// <summary>Looks at <paramref name="module"/> without changing it.</summary>
    /// <param name="module">The module.</param>
    /// <param name="settings">How it is to be woven.</param>
    public static WeaveInventory Collect(ModuleDefinition module, WeaveSettings settings)
    {
        var types = SwappableTypes.Find(module, settings.Selection);
        var uses = MethodUses.Find(module, types);
        var loops = settings.WaitingLoops ? LoopCalls.Find(types, module) : LoopCalls.None;
        var rules = new ExportRules(settings, uses, loops.Called);
        var isDebugBuild = DebugBuild.Is(module.Assembly);
        if (settings.Ghost)
            return new(isDebugBuild, [.. types.Select(type => LookAtLoaded(type, rules, uses, loops))], [], [], true);
        var state = StateFieldRule.TypesWithState(types);
        var (units, problems) = UnitRules.Find(module);
        return new(isDebugBuild, [.. types.Select(type =>
            Look(type, rules, state.Contains(type.Type), uses, loops, isDebugBuild))], units, problems, false);
    }

    // Without new members there is no field for state, no method for a body to move to, and no list of objects; and a copy of a struct
    // that comes back would need a variable of the method. The calls of its own methods are all qualified.
    private static TypeFacts LookAtLoaded(SwappableType type, ExportRules rules, MethodUses uses, LoopCalls loops) =>
        Look(type, rules, false, uses, loops, true) with { ListsObjects = false, LocalCalls = [], CountedLoops = [] };

    private static TypeFacts Look(SwappableType type, ExportRules rules, bool takesState, MethodUses uses, LoopCalls loops,
        bool keepsAddresses)
    {
        var exports = new List<ExportFacts>();
        var skipped = new List<Diagnostic>();
        var selfUses = new Dictionary<TypeDefinition, SelfUses>();
        foreach (var method in type.Methods)
        {
            if (!ExportRules.IsCandidate(method))
                continue;
            var body = method.HasBody ? BodyFacts.Read(method) : default;
            if (rules.ReasonAgainst(type, method, body) is { } reason)
                skipped.Add(reason);
            else
                exports.Add(new ExportFacts(method, body, Marks.IsSafePoint(method), keepsAddresses
                    ? null : ChooseCopy(method, body, selfUses)));
        }

        var localCalls = uses.LocalCalls(type.Type);
        var unversioned = UnversionedMethods.Find(type, exports, localCalls, uses.CalledFromElsewhere);
        return new TypeFacts(type, takesState, TrackedTypes.Adds(type.Type), exports, skipped, [.. localCalls.Where(c => !unversioned.Contains(c.Caller) && !loops.IsQualified(c))], loops.FindLoops(type.Type));
    }

    // Where nothing is optimised nothing is gained, and every body is served.
    private static SelfCopy? ChooseCopy(MethodDefinition method, BodyFacts body, Dictionary<TypeDefinition, SelfUses> selfUses)
    {
        var type = method.DeclaringType;
        if (!type.IsValueType || !method.HasThis || method.IsSynchronized || body.HasTailCalls
            || body.LooksAtCaller || Marks.IsUnit(method))
            return null;
        if (!selfUses.TryGetValue(type, out var uses))
            selfUses.Add(type, uses = new SelfUses(type));
        return SelfCopyRule.Choose(method, uses.Find(method));
    }
}

using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Weaving;

/// <summary>Turns what was found into what will be done.</summary>
internal sealed class WeavePlanner
{
    /// <summary>
    /// Stubs of bodies with at most so many bytes of IL are inlined, so that guarded devirtualisation still inlines; not where the JIT
    /// would not have inlined the body.
    /// </summary>
    public const int InlinedBody = 32;

    /// <summary>
    /// The same for stubs that take back a copy. The body is a method of its own, about which the JIT decides as it did; if it inlines that
    /// and not the stub around it, the struct is in memory.
    /// </summary>
    public const int InlinedCopy = 100;

    private readonly UniqueNames _dispatchClasses = new();

    private readonly bool _inline;
    private readonly bool _areLoaded;

    // The JIT inlines what asks for it even in debug builds, and frames and breakpoints go with it.
    private WeavePlanner(WeaveInventory inventory)
    {
        _areLoaded = inventory.IsGhost;
        _inline = !inventory.IsDebugBuild && !_areLoaded;
    }

    /// <summary>The plan for a module.</summary>
    public static WeavePlan Plan(ModuleDefinition module, WeaveInventory inventory, BaselineMark mark)
    {
        var planner = new WeavePlanner(inventory);
        // A patch assembly has classes there already.
        foreach (var type in module.Types.Where(static t => t.Namespace == GeneratedName.Namespace))
            planner._dispatchClasses.Reserve(type.Name);
        return new WeavePlan(module.Assembly.Name.Name, mark, [.. inventory.Types.Select(planner.Plan)], UnitPlanner.Plan(inventory.Units));
    }

    private TypePlan Plan(TypeFacts facts)
    {
        var type = facts.Type.Type;
        var localTargets = new HashSet<MethodDefinition>(facts.LocalCalls.Select(static c => c.Target));
        var dispatchMethods = new UniqueNames();
        var exports = new List<ExportPlan>();
        var rebound = new HashSet<MethodDefinition>();
        var bodies = new Dictionary<TypeDefinition, UniqueNames>();
        foreach (var export in facts.Exports)
        {
            var kind = KindOf(export, localTargets);
            if (kind == ExportKind.Moved && !export.IsSafePoint)
                rebound.Add(export.Method);
            exports.Add(Plan(export, kind, dispatchMethods, bodies));
        }

        var keys = new Dictionary<MethodDefinition, MethodKey>();
        return new TypePlan(
            type.MetadataToken.ToUInt32(),
            type.FullName,
            exports.Count == 0 ? null : _dispatchClasses.TakeName(GeneratedName.DispatchClass(type)),
            facts.TakesState,
            facts.ListsObjects,
            exports,
            [.. facts.LocalCalls.Where(c => rebound.Contains(c.Target)).Select(c => new LocalCallPlan(KeyOf(c.Caller), KeyOf(c.Target)))],
            facts.Skipped,
            [.. facts.CountedLoops.Select(l => new CountedLoopPlan(KeyOf(l.Method), KeyOf(l.Body), [.. l.Calls.Select(KeyOf)], l.IsWaiting))]);

        MethodKey KeyOf(MethodDefinition method)
        {
            if (!keys.TryGetValue(method, out var key))
                keys.Add(method, key = MethodKey.Make(method));
            return key;
        }
    }

    // The lock of a Synchronized method must be held by the body only: a stub that held it would hold it for the new version too,
    // which takes it itself.
    private ExportKind KindOf(ExportFacts export, HashSet<MethodDefinition> localTargets)
    {
        if (export.Method.IsConstructor)
            return ExportKind.Constructor;
        if (_areLoaded)
            return ExportKind.InPlace;
        // What comes back is kept in a variable, which the body must not get.
        if (export.Method.IsSynchronized || export.Self is { ComesBack: true })
            return ExportKind.Moved;
        return localTargets.Contains(export.Method) && !export.IsSafePoint && !export.Body.LooksAtCaller && !Marks.IsFeatureSwitch(export.Method)
            ? ExportKind.Moved
            : ExportKind.InPlace;
    }

    private ExportPlan Plan(ExportFacts export, ExportKind kind, UniqueNames dispatchMethods, Dictionary<TypeDefinition, UniqueNames> bodies)
    {
        var method = export.Method;
        var signature = StaticShapeText.Write(method, export.Self is not null);
        return new ExportPlan(
            MethodKey.Make(method),
            kind,
            dispatchMethods.TakeName(GeneratedName.DispatchMethod(method), signature),
            signature,
            kind == ExportKind.Moved ? TakeBodyName(method, bodies) : null,
            _inline && method.Body.CodeSize <= (export.Self is { ComesBack: true }
                && kind == ExportKind.Moved ? InlinedCopy : InlinedBody) && !method.NoInlining && !export.Body.KeepsFrame
                && !Marks.IsUnit(method),
            export.Body.HasTailCalls && kind != ExportKind.Constructor,
            export.Self);
    }

    private static string TakeBodyName(MethodDefinition method, Dictionary<TypeDefinition, UniqueNames> bodies)
    {
        if (!bodies.TryGetValue(method.DeclaringType, out var names))
            bodies.Add(method.DeclaringType, names = new UniqueNames());
        return names.TakeName(GeneratedName.BodyMethod(method), StaticShapeText.Write(method));
    }
}

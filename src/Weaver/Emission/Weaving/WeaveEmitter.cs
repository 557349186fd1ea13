using HotWeave.Weaver.Emission.Loops;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Carries out a plan on the module that it was made for.</summary>
internal sealed class WeaveEmitter
{
    private readonly ModuleDefinition _module;
    private readonly RuntimeReferences _references;
    private readonly SlotsEmitter _slots;
    private readonly DispatchClassEmitter _dispatchClasses;
    private readonly TypeImporter _importer;
    private readonly StubEmitter _stubs;
    private readonly WorkedCopies _copies;

    private WeaveEmitter(ModuleDefinition module)
    {
        _module = module;
        _references = new RuntimeReferences(module);
        _slots = new SlotsEmitter(module, _references);
        _dispatchClasses = new DispatchClassEmitter(module, _references);
        _importer = new TypeImporter(module);
        _copies = new WorkedCopies(module);
        _stubs = new StubEmitter(_references, _copies);
    }

    /// <summary>Weaves <paramref name="module"/> as <paramref name="plan"/> says.</summary>
    public static void Emit(ModuleDefinition module, WeavePlan plan)
    {
        // Tokens of the plan are those of the module as read: look all up before anything is added.
        var methods = new PlannedMethods(module);
        var types = plan.Types.Select(type => new WovenType(type, module, methods)).ToList();
        var units = plan.Units.Select(unit => (Plan: unit, Method: methods[unit.Method])).ToList();
        var loops = plan.Types.SelectMany(static t => t.CountedLoops).GroupBy(static l => l.Body)
            .Select(loop => (loop.First().Method.Name, Body: methods[loop.Key])).ToList();
        var emitter = new WeaveEmitter(module);
        // First: stubs stand before the regions, and bodies that move take theirs along.
        foreach (var (name, body) in loops.Where(static l => LoopCounting.Applies(l.Body)))
        {
            LoopCounting.Add(body, name);
            if (IteratorMachine.FindDisposal(body) is { } disposal)
                IteratorSteps.EndAtDisposal(disposal);
        }

        foreach (var type in types)
            emitter.Emit(type);
        // Last: a frame goes round whatever stands in its method by then.
        var frames = new UnitFrameEmitter(module, emitter._references);
        foreach (var (unit, method) in units)
            frames.Emit(method, unit);
        BaselineMarkEmitter.Mark(module, plan.Mark, emitter._references);
    }

    private void Emit(WovenType type)
    {
        if (type.Plan.HasStateField)
            StateFieldEmitter.Add(type.Definition, _references);
        if (type.Plan.ListsObjects)
        {
            foreach (var constructor in type.Definition.Methods.Where(ConstructorListing.Applies))
                ConstructorListing.Add(constructor);
        }

        if (type.Plan.DispatchClass is not { } name)
            return;

        var dispatchClass = _dispatchClasses.Add(name);
        var slot = _slots.Add(dispatchClass);
        var bodies = DeclareBodies(type);
        foreach (var caller in type.LocalCallers)
            LocalCallRebinder.Rebind(caller, bodies);
        foreach (var export in type.Exports)
            Emit(export, dispatchClass, slot, bodies);
    }

    private static Dictionary<MethodDefinition, MethodDefinition> DeclareBodies(WovenType type) =>
        type.Exports
            .Where(static e => e.Plan.BodyMethod is not null)
            .ToDictionary(static e => e.Method, static e => BodyMover.Declare(e.Method, e.Plan.BodyMethod!));

    private void Emit(WovenExport export, TypeDefinition dispatchClass, FieldDefinition slot, Dictionary<MethodDefinition, MethodDefinition> bodies)
    {
        var dispatchMethod = DispatchSignature.DeclareAbstract(export.Method, export.Plan.DispatchMethod, _importer);
        TrimmingAnnotations.CopyOfValues(export.Method, dispatchMethod);
        if (export.Plan.Self is { } copy)
            SelfCopyShape.Apply(dispatchMethod, copy, export.Method.IsConstructor, _copies);
        dispatchClass.Methods.Add(dispatchMethod);
        if (bodies.TryGetValue(export.Method, out var body))
            BodyMover.Move(export.Method, body);
        _stubs.Emit(new Stub(export.Method, slot, dispatchMethod, export.Plan.Kind, body, export.Plan.InlineStub, export.Plan.TailCall,
            export.Plan.Self));
    }

    private sealed record WovenExport(ExportPlan Plan, MethodDefinition Method);

    private sealed class WovenType
    {
        public WovenType(TypePlan plan, ModuleDefinition module, PlannedMethods methods)
        {
            Plan = plan;
            Definition = (TypeDefinition)module.LookupToken((int)plan.Token);
            Exports = [.. plan.Exports.Select(e => new WovenExport(e, methods[e.Method]))];
            LocalCallers = [.. plan.LocalCalls.Select(static c => c.Caller).Distinct().Select(c => methods[c])];
        }

        public TypePlan Plan { get; }

        public TypeDefinition Definition { get; }

        public IReadOnlyList<WovenExport> Exports { get; }

        public IReadOnlyList<MethodDefinition> LocalCallers { get; }
    }
}

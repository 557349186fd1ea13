using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Loops;
using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes what a plan lists, step by step. What a step names is declared by then or now, and has a step of its own.</summary>
internal sealed class StepEmitter
{
    private readonly PatchReach _reach;
    private readonly PatchMembers _members;
    private readonly MovedTypes _moved;
    private readonly TypeCopy _types;
    private readonly AccessorCopies _accessorCopies;
    private readonly AccessorBodies _accessors;
    private readonly VersionClassEmitter _versions;
    private readonly SlotDispatchers _slots;
    private readonly CastAnswers _casts;
    private readonly KeptCode _kept;
    private readonly TypeImporter _importer;
    private readonly HashSet<TypeDefinition> _listed;

    public StepEmitter(
        PatchReach reach, PatchMembers members, MovedTypes moved, TypeCopy types, AccessorCopies accessorCopies,
            VersionClassEmitter versions, SlotDispatchers slots, CastAnswers casts, KeptCode kept, TypeImporter importer)
    {
        _reach = reach;
        _members = members;
        _moved = moved;
        _types = types;
        _accessorCopies = accessorCopies;
        _accessors = new AccessorBodies(reach.Facts, members);
        _versions = versions;
        _slots = slots;
        _casts = casts;
        _kept = kept;
        _importer = importer;
        _listed = [.. reach.Plan.Listed.All];
    }

    /// <summary>Makes what is planned, in order.</summary>
    /// <exception cref="WeaverDefectException">Something was named that is not planned.</exception>
    public void EmitAll()
    {
        foreach (var step in _reach.Steps)
            Emit(step);
        var left = _members.Bodies.Waiting.Concat(_versions.Waiting).Concat(_members.Slots.Waiting)
            .Concat<IMemberDefinition>(_members.Cells.Fields.Waiting).Concat(_moved.Waiting).ToList();
        if (left.Count > 0)
            throw new WeaverDefectException($"{left[0].FullName} is in the patch and not in its plan");
        _members.Cells.Fields.Complete();
    }

    private void Emit(ReachStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Body:
                EmitBody((MethodDefinition)step.Member);
                break;
            case StepKind.Override:
                EmitOverride((MethodDefinition)step.Member, _versions.TakeOverride(step.Export!));
                break;
            case StepKind.Accessor:
                EmitAccessor((MethodDefinition)step.Member, _members.Bodies.TakeDeclared((MethodDefinition)step.Member));
                break;
            case StepKind.CastAnswer:
                _casts.Host(step.Type!, step.Export!, _versions.TakeOverride(step.Export!).Target);
                break;
            case StepKind.Slot:
                _slots.Emit((MethodDefinition)step.Member);
                break;
            case StepKind.SlotByReference:
                _slots.EmitByReference((MethodDefinition)step.Member);
                break;
            case StepKind.Initialiser:
                EmitInitialiser(step.Field!, _members.Cells.Fields.TakeInitialiser(step.Field!.Field));
                break;
            case StepKind.Type:
                EmitType((TypeDefinition)step.Member, _moved.TakeCopy((TypeDefinition)step.Member));
                break;
            default:
                EmitOfType(step);
                break;
        }
    }

    // The members of a type that moved are there since its own step.
    private void EmitOfType(ReachStep step)
    {
        if (step.Member is TypeDefinition type)
        {
            _casts.Bridge(type, _moved.FindOrDeclare(type));
            return;
        }

        var source = (MethodDefinition)step.Member;
        var copy = _types.Method(source, _moved.FindOrDeclare(source.DeclaringType));
        var references = new ReferenceRewriter(_importer, GenericMap.Same(copy.DeclaringType, copy));
        if (step.Kind == StepKind.MovedBody)
            Clone(source, copy, references, isShifted: false);
        else if (step.Kind == StepKind.Lambda)
            _members.Homes.Weave(source, copy);
        else
            _accessors.Emit(source, copy, references);
    }

    private void EmitBody(MethodDefinition source)
    {
        var (target, references) = _members.Bodies.TakeDeclared(source);
        AttributeCopy.CopyOfBody(source, target, references);
        Clone(source, target, references, isShifted: false);
        if (_listed.Contains(source.DeclaringType) && ConstructorListing.Applies(source))
            ConstructorListing.Add(target);
        if (source.IsConstructor && !source.IsStatic && _members.Cells.FindMarkSetter(source.DeclaringType) is { } set)
            Prologues.MarkNew(target, set);
        _kept.Guard(source, target, references);
        if (_reach.Facts.Locals.ChecksNull(source) && !source.DeclaringType.IsValueType)
            Prologues.CheckNull(target);
    }

    private void EmitOverride(MethodDefinition source, DeclaredBody declared)
    {
        Clone(source, declared.Target, declared.References, isShifted: true);
        _kept.Guard(source, declared.Target, declared.References);
    }

    private void EmitAccessor(MethodDefinition accessor, DeclaredBody declared) =>
        _accessors.Emit(accessor, declared.Target, declared.References);

    private void EmitInitialiser(AddedField added, DeclaredBody declared)
    {
        var (target, references) = declared;
        var fields = _members.Cells.Fields;
        if (added.Initialiser is { } initialiser)
            InitialiserEmitter.Emit(initialiser, target, references, RewriterOf(initialiser.Constructor, references));
        else if (added.Fill is not null)
            new FillGroupEmitter(fields, (fill, method, last) => EmitFill(fill, method, fields.HomeOf(added.Field)
                .References(method), last)).Emit(added, target);
        else
            new DerivedValueEmitter(fields.State, references).Emit(added.Derived!, target, source => RewriterOf(source, references));
    }

    private void EmitFill(StaticFill fill, MethodDefinition target, ReferenceRewriter references, MethodReference last) =>
        FillEmitter.Emit(fill, target, references, RewriterOf(fill.Constructor, references), last);

    private InstructionReplacement RewriterOf(MethodDefinition source, ReferenceRewriter references) =>
        new PatchInstructions(_reach.FindCode(source), references, _reach.Facts.Universe, _members, isShifted: false).Replace;

    private void EmitType(TypeDefinition type, TypeDefinition copy)
    {
        if (GeneratedCode.IsData(type))
        {
            _types.Shape(type, copy);
            return;
        }

        if (_reach.Facts.IsMovedClosure(type))
            _members.Homes.Keep(type, copy);
        _types.Complete(type, copy);
        foreach (var accessor in type.Methods.Where(static m => AccessorMark.Read(m) is not null))
        {
            var accessorCopy = _types.Method(accessor, copy);
            _accessorCopies.Qualify(accessor, accessorCopy);
            if (_reach.Facts.Accessors.Find(accessor) is not null)
                AccessorBodies.Open(accessorCopy);
        }

        foreach (var nested in type.NestedTypes)
            _moved.FindOrDeclare(nested);
    }

    private void Clone(MethodDefinition source, MethodDefinition target, ReferenceRewriter references, bool isShifted)
    {
        var rewriter = new PatchInstructions(_reach.FindCode(source), references, _reach.Facts.Universe, _members, isShifted);
        new BodyCloner(references, rewriter.Replace).Clone(source, target);
        CopiedPrefixes.DropMisplacedTails(target.Body);
        if (_reach.Plan.Loops.TryGetValue(source, out var loop) && LoopCounting.Applies(target))
            LoopCounting.Add(target, loop);
        if (_reach.Plan.Disposals.Contains(source))
            IteratorSteps.EndAtDisposal(target);
    }
}

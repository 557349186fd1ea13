using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Loops;
using HotWeave.Weaver.Emission.Patching.Homes;
using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The bodies of a patch. A body is made when something names it; what it names is made in turn, until nothing is left to do.
/// </summary>
internal sealed class PatchedCode
{
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;
    private const MethodImplAttributes Kept =
        MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveInlining | MethodImplAttributes.AggressiveOptimization;

    private readonly PatchUniverse _universe;
    private readonly Holders _holders;
    private readonly MovedTypes _moved;
    private readonly TypeImporter _importer;
    private readonly DiagnosticSink _sink;
    private readonly TypeCopy _types;
    private readonly LocalCalls _locals;
    private readonly Caches _caches;
    private readonly AddedFields _fields;
    private readonly HashSet<TypeDefinition> _listed;
    private readonly IReadOnlyDictionary<MethodDefinition, string> _loops;
    private readonly LazyShapes _lazy;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _bodies = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _factories = [];
    private readonly Queue<Action> _work = new();

    public PatchedCode(PatchPlan plan, PatchUniverse universe, Holders holders, MovedTypes moved, TypeImporter importer, DiagnosticSink sink)
    {
        _universe = universe;
        _holders = holders;
        _moved = moved;
        _importer = importer;
        _sink = sink;
        _types = new TypeCopy(importer, IsOfPatchOnly, plan.Slots.Apart);
        _locals = new LocalCalls(plan);
        _caches = new Caches(holders, _types, importer);
        _lazy = new LazyShapes(plan, holders, importer);
        _fields = new AddedFields([.. plan.AddedFields, .. _lazy.Fields], universe, holders, importer);
        _listed = [.. plan.Listed.All];
        _loops = plan.Loops;
        Late = new LateCalls(plan, universe, this, importer);
        Accessors = new AccessorBodies(universe, this);
        Constrained = new ConstrainedCalls(this);
        Slots = new SlotDispatchers(plan.Slots, universe, this, holders, importer);
        Homes = new DelegateHomes(universe, holders, this, importer);
    }

    /// <summary>What delegates of added members name.</summary>
    public DelegateHomes Homes { get; }

    /// <summary>What stands for method tables that running types do not have.</summary>
    public SlotDispatchers Slots { get; }

    /// <summary>What stands for accessors of members that running types do not have.</summary>
    public AccessorBodies Accessors { get; }

    /// <summary>Calls through a reference to a receiver whose type is a generic parameter.</summary>
    public ConstrainedCalls Constrained { get; }

    /// <summary>Calls that find their version by name.</summary>
    public LateCalls Late { get; }

    /// <summary>Whether callers within the patch call the body directly, so that it cannot stand in an override.</summary>
    public bool NeedsStaticBody(MethodDefinition source) => _locals.IsCalled(source) || _universe.IsInlined(source) || source.IsSynchronized || Slots.HasCases(source);

    /// <summary>Whether calls of a deployed method go to the original, whose stub finds the version, even from its own type.</summary>
    public bool IsQualified(MethodDefinition caller, MethodDefinition callee) => _locals.IsQualified(caller, callee);

    /// <summary>The static method of the patch that has a body of the new build; for constructors it works on a given object.</summary>
    public MethodDefinition StaticBody(MethodDefinition source)
    {
        if (_bodies.TryGetValue(source, out var known))
            return known;
        if (ExternMethods.Is(source) && !Accessors.Contain(source))
            return _bodies[source] = Extern(source);
        var plain = DeclareStatic(source, source.IsConstructor ? "_ctor" : source.Name, out var references);
        var body = source.IsSynchronized ? SynchronizedBody.Wrap(source, plain, Declare, _importer) : plain;
        _bodies.Add(source, body);
        _work.Enqueue(ExternMethods.Is(source) ? () => Accessors.Emit(source, plain, references) : () => EmitStatic(source, plain, references));
        return body;

        MethodDefinition Declare(string name) => DeclareStatic(source, name, out _);
    }

    /// <summary>The static method that makes an object by a constructor whose new body callers must reach directly.</summary>
    public MethodDefinition Factory(MethodDefinition constructor)
    {
        if (_factories.TryGetValue(constructor, out var factory))
            return factory;
        var body = StaticBody(constructor);
        factory = ObjectFactory.Declare(constructor, body, _importer);
        body.DeclaringType.Methods.Add(factory);
        _factories.Add(constructor, factory);
        return factory;
    }

    /// <summary>Gives an override of a dispatch method the body of <paramref name="source"/>, with arguments moved by one.</summary>
    public void Host(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        target.ImplAttributes |= source.ImplAttributes & Kept;
        AttributeCopy.CopyOfBody(source, target, references);
        _work.Enqueue(() => Clone(source, target, references, isShifted: true));
    }

    /// <summary>A static method of the shape of <paramref name="source"/>, without a body yet, that stack traces do not show.</summary>
    public MethodDefinition DeclareHidden(MethodDefinition source, string name) => DeclareHidden(source, name, out _);

    /// <inheritdoc cref="DeclareHidden(MethodDefinition, string)"/>
    public MethodDefinition DeclareHidden(MethodDefinition source, string name, out ReferenceRewriter references)
    {
        var method = DeclareStatic(source, name, out references);
        method.ImplAttributes = default;
        DispatchSubclass.Hide(method.Module, method);
        return method;
    }

    /// <summary>Does something once everything is known that was named before.</summary>
    public void Later(Action work) => _work.Enqueue(work);

    /// <summary>Makes everything that was named.</summary>
    public void Complete()
    {
        while (true)
        {
            if (_work.Count > 0)
                _work.Dequeue()();
            else if (_moved.TryTake(out var type, out var copy))
                Complete(type, copy);
            else
                break;
        }

        _fields.Complete();
    }

    /// <summary>The patch's home of a cache that the new build has in a deployed generated type.</summary>
    public FieldReference Cache(FieldDefinition field, TypeReference declaring, ReferenceRewriter references) => _caches.Reference(field, declaring, references);

    /// <summary>The accessors of a field that only the patch has; null for every other field.</summary>
    public AddedFieldAccess? AddedField(FieldDefinition field) =>
        _fields.Contains(field)
            ? _fields.Of(field, StaticBody, (added, target, references) => _work.Enqueue(() => EmitInitialiser(added, target, references)))
            : null;

    /// <summary>The method that must be called on an object before a field of it is used; null where none must.</summary>
    public MethodDefinition? CheckBefore(FieldDefinition field) =>
        _lazy.Guards(field) ? _lazy.CheckOf(field.DeclaringType, AddedField(_lazy.MarkOf(field.DeclaringType)!)!) : null;

    /// <summary>The type of a field's value where its type's arguments are these.</summary>
    public TypeReference ValueOf(FieldDefinition field, IReadOnlyList<TypeReference> arguments) =>
        new ReferenceRewriter(_importer, new GenericMap(arguments, [])).Type(field.FieldType is IModifierType modified ? modified.ElementType : field.FieldType);

    /// <summary>The patch's method that is a hook: static, the object first.</summary>
    public MethodDefinition Hook(MethodDefinition source) =>
        _universe.WovenOf(source.DeclaringType) is null ? _types.Method(source, _moved.Of(source.DeclaringType)) : StaticBody(source);

    /// <summary>Follows a call of <c>MemberwiseClone</c> in code of a type: the clone gets its own copies of added fields.</summary>
    public IReadOnlyList<Instruction> AfterClone(Instruction call, TypeDefinition type, IReadOnlyList<TypeReference> arguments) => _fields.AfterClone(call, type, arguments);

    /// <summary>Makes sure that a member of the data of one build is in the patch.</summary>
    public void NeedData(IMemberDefinition member)
    {
        var owner = _moved.Of(member.DeclaringType);
        if (member is FieldDefinition field)
            _types.Field(field, owner);
        else if (member is MethodDefinition method && owner.Methods.All(m => m.Name != method.Name || m.Parameters.Count != method.Parameters.Count))
            CloneLater(method, _types.Method(method, owner), owner);
    }

    /// <summary>Reports what an instruction asks and a patch cannot do, or does otherwise.</summary>
    public void Report(DiagnosticDescriptor descriptor, MethodDefinition source, string member) =>
        _sink.Report(descriptor.At(ReadableName.Of(source), SymbolLocation.Of(source), ReadableName.Of(source), member));

    private bool IsOfPatchOnly(MethodReference method) =>
        _universe.Find(method) is { } found && _universe.WovenOf(found.DeclaringType) is not null && _universe.OldOf(found) is null;

    private MethodDefinition DeclareStatic(MethodDefinition source, string name, out ReferenceRewriter references)
    {
        var holder = _holders.Of(source.DeclaringType);
        var method = new MethodDefinition(GeneratedName.Free(name, free => holder.Methods.Any(m => m.Name == free)), Static, _importer.Target.TypeSystem.Void);
        references = StaticShape.Give(source, method, _importer);
        method.ImplAttributes = source.ImplAttributes & Kept;
        holder.Methods.Add(method);
        return method;
    }

    // What native code or the runtime supplies is the same method in the patch.
    private MethodDefinition Extern(MethodDefinition source)
    {
        var holder = _holders.Of(source.DeclaringType);
        var name = GeneratedName.Free(source.Name, free => holder.Methods.Any(m => m.Name == free));
        var method = _types.Method(source, holder);
        method.Name = name;
        method.IsPublic = true;
        Accessors.Qualify(source, method);
        return method;
    }

    private void EmitStatic(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        AttributeCopy.CopyOfBody(source, target, references);
        Clone(source, target, references, isShifted: false);
        if (_listed.Contains(source.DeclaringType) && ConstructorListing.Applies(source))
            ConstructorListing.Add(target);
        if (source.IsConstructor && !source.IsStatic && _lazy.MarkOf(source.DeclaringType) is { } mark)
            MarkNew(target, AddedField(mark)!.Set);
        if (_locals.ChecksNull(source) && !source.DeclaringType.IsValueType)
            CheckNull(target);
    }

    private void EmitInitialiser(AddedField added, MethodDefinition target, ReferenceRewriter references)
    {
        if (added.Initialiser is { } initialiser)
            InitialiserEmitter.Emit(initialiser, target, references, Rewriter(initialiser.Constructor));
        else if (added.Fill is not null)
            new FillGroupEmitter(_fields, field => AddedField(field)!, (fill, method, last) => EmitFill(fill, method, _fields.HomeOf(added.Field).References(method), last)).Emit(added, target);
        else
            DerivedValueEmitter.Emit(added.Derived!, target, references, Rewriter);

        InstructionReplacement Rewriter(MethodDefinition source) => new PatchInstructions(source, references, _universe, this, isShifted: false).Replace;
    }

    private void EmitFill(StaticFill fill, MethodDefinition target, ReferenceRewriter references, MethodReference last) =>
        FillEmitter.Emit(fill, target, references, new PatchInstructions(fill.Constructor, references, _universe, this, isShifted: false).Replace, last);

    // ldarg.0; ldc.i4.1; call set mark        what a constructor of the new version makes has the new shape before its first field is set
    private static void MarkNew(MethodDefinition constructor, MethodDefinition set)
    {
        var code = constructor.Body.Instructions;
        code.Insert(0, Instruction.Create(OpCodes.Ldarg_0));
        code.Insert(1, Instruction.Create(OpCodes.Ldc_I4_1));
        code.Insert(2, Instruction.Create(OpCodes.Call, set.Over([.. constructor.GenericParameters])));
        BranchWidths.Widen(constructor.Body);
    }

    // ldarg.0; callvirt Object::GetType; pop        a null receiver throws before the body's first effect, as callvirt would have it
    public static void CheckNull(MethodDefinition method)
    {
        var module = method.Module;
        var getType = module.CoreMethod(module.TypeSystem.Object, "GetType", true, module.Core("System", "Type"));
        method.Body.Instructions.Insert(0, Instruction.Create(OpCodes.Ldarg_0));
        method.Body.Instructions.Insert(1, Instruction.Create(OpCodes.Callvirt, getType));
        method.Body.Instructions.Insert(2, Instruction.Create(OpCodes.Pop));
    }

    private void Complete(TypeDefinition type, TypeDefinition copy)
    {
        if (GeneratedCode.IsData(type))
        {
            _types.Shape(type, copy);
            return;
        }

        var isClosure = Homes.IsMovedClosure(type);
        if (isClosure)
            Homes.Keep(type, copy);
        foreach (var (source, target) in _types.Complete(type, copy))
        {
            CloneLater(source, target, copy);
            if (isClosure)
                _work.Enqueue(() => Homes.Weave(source, target));
        }

        Accessors.Complete(type, accessor => _types.Method(accessor, copy), _importer);
        _work.Enqueue(() => Slots.Casts.Bridge(type, copy));

        // Nested types come along although nothing names them yet: reflection over an added type shows them.
        foreach (var nested in type.NestedTypes)
            _moved.Of(nested);
    }

    private void CloneLater(MethodDefinition source, MethodDefinition target, TypeDefinition owner)
    {
        var references = new ReferenceRewriter(_importer, GenericMap.Same(owner, target));
        if (source.HasBody)
            _work.Enqueue(() => Clone(source, target, references, isShifted: false));
    }

    private void Clone(MethodDefinition source, MethodDefinition target, ReferenceRewriter references, bool isShifted)
    {
        var rewriter = new PatchInstructions(source, references, _universe, this, isShifted);
        new BodyCloner(references, rewriter.Replace).Clone(source, target);
        PrefixedInstruction.DropMisplacedTails(target.Body);
        if (_loops.TryGetValue(source, out var loop) && LoopCounting.Applies(target))
            LoopCounting.Add(target, loop);
    }
}

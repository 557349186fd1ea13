using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Meets each need once: what has code of its own waits to be walked, in the order in which it was named. Types that move wait until no
/// code is left.
/// </summary>
internal sealed class ReachNeeds : IReachNeeds
{
    private readonly ReachFacts _facts;
    private readonly AccessorNames _accessorNames;
    private readonly Dictionary<FieldDefinition, AddedField> _added;
    private readonly HashSet<(NeedKind, IMemberDefinition)> _met = [];
    private readonly HashSet<(MethodDefinition, HomeKind)> _homes = [];
    private readonly HashSet<(TypeDefinition, string, int)> _data = [];
    private readonly Queue<ReachStep> _code = new();
    private readonly Queue<TypeDefinition> _types = new();
    private readonly List<MethodDefinition> _bodies = [];
    private readonly List<TypeDefinition> _moved = [];
    private readonly List<AssemblyNameReference> _references = [];
    private readonly HashSet<string> _referred = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _notes = [];

    public ReachNeeds(PatchPlan plan, ReachFacts facts)
    {
        _facts = facts;
        _added = plan.AddedFields.ToDictionary(static a => a.Field);
        _accessorNames = new AccessorNames(facts);
        Types = new TypeNeeds(facts.Universe, Move, Refer);
        Members = new MovedMembers(Types, facts.IsOfPatchOnly);
    }

    /// <summary>What references name.</summary>
    public TypeNeeds Types { get; }

    /// <summary>What copied members name.</summary>
    public MovedMembers Members { get; }

    /// <summary>The methods of which the patch has a static body, native ones too.</summary>
    public IReadOnlyList<MethodDefinition> Bodies => _bodies;

    /// <summary>The types that move, in the order in which they are declared.</summary>
    public IReadOnlyList<TypeDefinition> Moved => _moved;

    /// <summary>The assemblies from outside that the code refers to, in the order in which it does.</summary>
    public IReadOnlyList<AssemblyNameReference> References => _references;

    /// <summary>What a patch cannot do, or does otherwise.</summary>
    public IReadOnlyList<Diagnostic> Notes => _notes;

    /// <summary>Has something walked in its turn.</summary>
    public void Enqueue(ReachStep step) => _code.Enqueue(step);

    /// <summary>What comes next; null when nothing is left.</summary>
    public ReachStep? TakeStep() =>
        _code.Count > 0 ? _code.Dequeue() : _types.Count > 0 ? new ReachStep(StepKind.Type, _types.Dequeue()) : null;

    /// <summary>Needs the names that an accessor gives types as text, of which some mean nothing in a patch.</summary>
    public void CheckNames(MethodDefinition accessor)
    {
        foreach (var member in _accessorNames.FindMissing(accessor))
            Note(EditDiagnostics.AccessorOfNamedType, accessor, member);
    }

    /// <inheritdoc/>
    public void NeedType(TypeReference type) => Types.AddType(type);

    /// <inheritdoc/>
    public void NeedTypesOf(MethodReference method) => Types.AddMethod(method);

    /// <inheritdoc/>
    public void NeedTypesOf(FieldReference field) => Types.AddField(field);

    /// <inheritdoc/>
    public void NeedArgumentsOf(MemberReference reference) => Types.AddArguments(reference);

    /// <inheritdoc/>
    public void NeedShape(MethodDefinition method) => Types.AddShape(method);

    /// <inheritdoc/>
    public void NeedBody(MethodDefinition method)
    {
        if (!_met.Add((NeedKind.Body, method)))
            return;
        _bodies.Add(method);
        var isNative = ExternMethods.Is(method);
        if (isNative && _facts.Accessors.Find(method) is null)
        {
            // What native code or the runtime supplies is the same method in the patch.
            Members.AddMethod(method);
            CheckNames(method);
            return;
        }

        Types.AddShape(method);
        Enqueue(new ReachStep(isNative ? StepKind.Accessor : StepKind.Body, method));
    }

    /// <inheritdoc/>
    public void NeedLate(MethodDefinition method)
    {
        if (!_met.Add((NeedKind.Late, method)))
            return;
        Types.AddShape(method);
        if (_facts.Universe.OldOf(method) is not null)
            Types.AddMethod(method);
        NeedBody(method);
    }

    /// <inheritdoc/>
    public void NeedFactory(MethodDefinition constructor) => NeedBody(constructor);

    /// <inheritdoc/>
    public void NeedHome(MethodDefinition method, HomeKind kind)
    {
        if (!_homes.Add((method, kind)) || _facts.Universe.HomeOf(method, kind) is not null)
            return;
        Types.AddShape(method);
        Members.AddShown(method);
        if (_facts.Universe.WovenOf(method.DeclaringType) is null)
            Types.AddMethod(method);
        else if (kind == HomeKind.Virtual)
            NeedSlot(method);
        else
            NeedBody(method);
    }

    /// <inheritdoc/>
    public void NeedSlot(MethodDefinition method) => NeedTests(NeedKind.Slot, StepKind.Slot, method);

    /// <inheritdoc/>
    public void NeedSlotByReference(MethodDefinition method) => NeedTests(NeedKind.SlotByReference, StepKind.SlotByReference, method);

    /// <inheritdoc/>
    public void NeedCell(FieldDefinition field)
    {
        if (!_met.Add((NeedKind.Cell, field)))
            return;
        var added = _added[field];
        Types.AddConstraints(field.DeclaringType.GenericParameters);
        Types.AddType(field.FieldType);
        if (added.ForExisting is { } existing)
        {
            NeedHook(existing);
            foreach (var parameter in existing.Parameters)
                Types.AddType(parameter.ParameterType);
        }
        else if (added.Initialiser is not null || added.Derived is not null || added.Fill is not null)
        {
            Enqueue(new ReachStep(StepKind.Initialiser, field) { Field = added });
        }
    }

    /// <summary>Needs a method that the runtime or the patch calls for a person: the body of one in a deployed type, or the type that it stands in.</summary>
    public void NeedHook(MethodDefinition hook)
    {
        if (_facts.Universe.WovenOf(hook.DeclaringType) is not null)
        {
            NeedBody(hook);
            return;
        }

        NeedType(hook.DeclaringType);
        Members.AddMethod(hook);
    }

    /// <inheritdoc/>
    public void NeedCache(FieldDefinition field)
    {
        if (!_met.Add((NeedKind.Cache, field)))
            return;
        Types.AddConstraints(field.DeclaringType.GenericParameters);
        Members.AddField(field);
    }

    /// <inheritdoc/>
    public void NeedData(IMemberDefinition member)
    {
        Types.AddType(member.DeclaringType);
        if (member is FieldDefinition field && _met.Add((NeedKind.Cache, field)))
            Members.AddField(field);
        if (member is MethodDefinition method && _data.Add((method.DeclaringType, method.Name, method.Parameters.Count)))
        {
            Members.AddMethod(method);
            if (method.HasBody)
                Enqueue(new ReachStep(StepKind.MovedBody, method));
        }
    }

    /// <inheritdoc/>
    public void Note(DiagnosticDescriptor descriptor, MethodDefinition source, string member) =>
        _notes.Add(descriptor.At(ReadableName.Describe(source), SymbolLocation.Find(source), ReadableName.Describe(source), member));

    private void NeedTests(NeedKind kind, StepKind step, MethodDefinition method)
    {
        if (!_met.Add((kind, method)))
            return;
        Types.AddShape(method);
        Enqueue(new ReachStep(step, method));
    }

    // A type that is nested in one that moves moves with it.
    private void Move(TypeDefinition type)
    {
        if (!_met.Add((NeedKind.Type, type)))
            return;
        _moved.Add(type);
        if (type.DeclaringType is not null)
            Types.AddType(type.DeclaringType);
        _types.Enqueue(type);
    }

    private void Refer(AssemblyNameReference assembly)
    {
        if (_referred.Add(assembly.Name))
            _references.Add(assembly);
    }

    private enum NeedKind
    {
        Type,
        Body,
        Late,
        Slot,
        SlotByReference,
        Cell,
        Cache,
    }
}

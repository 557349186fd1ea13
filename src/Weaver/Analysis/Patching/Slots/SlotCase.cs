using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>What objects of one type run for a virtual method, where the type's own method table cannot say it.</summary>
/// <param name="Type">The type, in the new build.</param>
/// <param name="View">The type that declares the virtual method, in the terms of <paramref name="Type"/>.</param>
/// <param name="Target">The method they run, in the new build: the type's own, or one it inherits.</param>
/// <param name="TargetView">The type that declares the target, in the terms of <paramref name="Type"/>.</param>
/// <param name="IsOneOfSeveral">Whether the type implements several instances of a generic interface, so that the case holds for one of them only.</param>
internal sealed record SlotCase(TypeDefinition Type, TypeReference View, MethodDefinition Target, TypeReference TargetView, bool IsOneOfSeveral = false);

/// <summary>What objects run for a deployed override that the new build does not have.</summary>
/// <param name="Deployed">The deployed override, unwoven.</param>
/// <param name="Target">What the new build's objects inherit, of a new build or from outside.</param>
/// <param name="View">The type that declares the target, in the terms of the type that lost the override.</param>
/// <param name="IsDirect">Whether exactly this method is meant; else what objects run for it.</param>
/// <param name="Cases">The types below that override it anew.</param>
internal sealed record InheritedSlot(MethodDefinition Deployed, MethodDefinition Target, TypeReference View, bool IsDirect, IReadOnlyList<SlotCase> Cases);

/// <summary>What a patch does about virtual methods that running types' method tables do not have.</summary>
/// <param name="Cases">For a virtual method of the new build: the types below it whose objects would not reach their own method; most derived first.</param>
/// <param name="Inherited">What stands for deleted overrides, by the deployed one.</param>
/// <param name="Changed">Methods of the new build whose callers or stubs must be given anew although their bodies are the same.</param>
/// <param name="Replaced">Types of the new build that lost an override.</param>
/// <param name="Apart">Overrides in types of the patch that need a slot of their own, since the one they inherit was sealed in the deployed build.</param>
/// <param name="Interfaces">The interfaces that deployed classes gain, those of the most derived classes first.</param>
/// <param name="Bridged">The interfaces of types that the patch brings, with the members that methods of deployed base classes implement which these do not have in a slot.</param>
/// <param name="Waived">The constraints that generic methods and types of the patch do without, since objects meet them by their answers only.</param>
internal sealed record SlotMap(
    IReadOnlyDictionary<MethodDefinition, IReadOnlyList<SlotCase>> Cases,
    IReadOnlyDictionary<MethodDefinition, InheritedSlot> Inherited,
    IReadOnlyCollection<MethodDefinition> Changed,
    IReadOnlyCollection<TypeDefinition> Replaced,
    IReadOnlyCollection<MethodDefinition> Apart,
    IReadOnlyList<AddedInterface> Interfaces,
    IReadOnlyList<AddedInterface> Bridged,
    IReadOnlyDictionary<GenericParameter, List<GenericParameterConstraint>> Waived)
{
    /// <summary>Where calls find everything in the method tables.</summary>
    public static SlotMap Empty { get; } = new(new Dictionary<MethodDefinition, IReadOnlyList<SlotCase>>(), new Dictionary<MethodDefinition, InheritedSlot>(), [], [], [], [], [], new Dictionary<GenericParameter, List<GenericParameterConstraint>>());

    /// <summary>The cases of a method; none for most.</summary>
    public IReadOnlyList<SlotCase> CasesOf(MethodDefinition method) => Cases.TryGetValue(method, out var cases) ? cases : [];
}

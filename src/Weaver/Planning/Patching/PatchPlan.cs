using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Contracts;
using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.Analysis.Patching.Mapping;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>What a patch will hold. Immutable.</summary>
/// <param name="Matches">The assemblies, each with which definition is which.</param>
/// <param name="Replaced">The swappable types that get a new version, in the order of the baseline's slots.</param>
/// <param name="Holders">What earlier patches added to deployed types and delegates know, by the patch and the type, that gets a new version: <see cref="ReplacedType.Woven"/> is the class of the earlier patch that has it.</param>
/// <param name="Homes">Which methods of the new builds delegates know by methods of earlier patches.</param>
/// <param name="Inlined">Methods of the new build without a stub whose code is new: callers in the patch are bound to the patch's copy.</param>
/// <param name="AddedFields">Fields that are new on deployed types, or new for new code, which patched code keeps in cells.</param>
/// <param name="State">What the patch means for objects and resources that exist, by assembly.</param>
/// <param name="Listed">Whose constructors list what they make, for code change.</param>
/// <param name="Kept">The types whose objects keep the code they were made with.</param>
/// <param name="Slots">What virtual methods do that running types' method tables do not have.</param>
/// <param name="LoopCalls">Calls between methods of one type, in the new build, that a waiting loop makes: they go to the stub of the deployed method.</param>
/// <param name="LateCalls">Those of them whose method has no stub, and which therefore find their version by name.</param>
/// <param name="Loops">The bodies of the new build with loops whose runs are counted, and what people call the methods that have these.</param>
internal sealed record PatchPlan(
    IReadOnlyList<AssemblyMatch> Matches,
    IReadOnlyList<ReplacedType> Replaced,
    IReadOnlyList<ReplacedType> Holders,
    AddedHomes Homes,
    IReadOnlyCollection<MethodDefinition> Inlined,
    IReadOnlyList<AddedField> AddedFields,
    IReadOnlyList<DiffState> State,
    ListedTypes Listed,
    IReadOnlyList<KeptType> Kept,
    SlotMap Slots,
    IReadOnlyCollection<LocalCall> LoopCalls,
    IReadOnlyCollection<LocalCall> LateCalls,
    IReadOnlyDictionary<MethodDefinition, string> Loops)
{
    /// <summary>The methods by which iterators whose runs are counted are disposed of.</summary>
    public IReadOnlyCollection<MethodDefinition> Disposals { get; } =
        [.. Loops.Keys.Select(IteratorMachine.FindDisposal).OfType<MethodDefinition>().Distinct()];

    /// <summary>The assemblies of earlier patches.</summary>
    public IReadOnlyList<EarlierPatch> Earlier => Matches[0].Pair.Earlier;

    /// <summary>The types that the patch has although none of its code may name them.</summary>
    public IReadOnlyList<TypeDefinition> Scanned { get; init; } = [];

    /// <summary>The methods that it adds to deployed types and that it has although none of its code may call them.</summary>
    public IReadOnlyList<MethodDefinition> ScannedMethods { get; init; } = [];

    /// <summary>The end points that are mapped anew; null where none are.</summary>
    public MappingReplay? Mapping { get; init; }

    /// <summary>The fields that go live only while no object of their type is alive.</summary>
    public IReadOnlyList<UnmadeFields> Unmade { get; init; } = [];

    /// <summary>The properties that it adds to deployed types and shows to serialisers.</summary>
    public IReadOnlyList<AddedContract> Contracts { get; init; } = [];

    /// <summary>The controllers that it adds and a running application serves.</summary>
    public IReadOnlyList<TypeDefinition> Controllers { get; init; } = [];

    /// <summary>What it means for the actions of deployed controllers.</summary>
    public IReadOnlyList<ChangedActions> Actions { get; init; } = [];

    /// <summary>The hosted services that it adds and a running application starts.</summary>
    public IReadOnlyList<TypeDefinition> HostedServices { get; init; } = [];

    /// <summary>What it registers with dependency injection more than the deployed build.</summary>
    public IReadOnlyList<RegistrationReplay> Registrations { get; init; } = [];

    /// <summary>The embedded resources that it brings or takes away.</summary>
    public IReadOnlyList<ResourceChange> Resources { get; init; } = [];

    /// <summary>Whether a running process would have nothing of it.</summary>
    public bool BringsNothing =>
        Replaced.Count == 0 && Mapping is null && Contracts.Count == 0 && Controllers.Count == 0 && Actions.Count == 0
        && HostedServices.Count == 0 && Registrations.Count == 0;

    /// <summary>The methods of the new builds that are called round a swap.</summary>
    public IEnumerable<Hook> Hooks => State.SelectMany(static s => s.Hooks)
        .Concat(Mapping is null ? [] : [new Hook(PatchHookKind.MapEndpoints, Mapping.New, 0, 0, false)])
        .Concat(Registrations.Select(static r => new Hook(PatchHookKind.RegisterServices, r.Method, 0, 0, false)));
}

/// <summary>A swappable type that a patch replaces as a whole.</summary>
/// <param name="Module">The woven module it stands in.</param>
/// <param name="Type">The type in the new build.</param>
/// <param name="Woven">The deployed type.</param>
/// <param name="Slot">The name of its slot.</param>
/// <param name="Dispatch">Its dispatch class in the deployed module.</param>
/// <param name="Exports">What each dispatch method does in both versions, in the order of the dispatch class.</param>
internal sealed record ReplacedType(
    DeployedModule Module,
    TypeDefinition Type,
    TypeDefinition Woven,
    string Slot,
    TypeDefinition Dispatch,
    IReadOnlyList<PatchedExport> Exports);

/// <summary>One export of a replaced type.</summary>
/// <param name="Woven">The export as deployed, with its stub.</param>
/// <param name="Stub">What its stub says.</param>
/// <param name="DispatchMethod">The dispatch method.</param>
/// <param name="New">The method in the new build; null when it is gone, and callers keep the deployed body.</param>
/// <param name="Inherited">What objects run for an override that is gone; null where there is none.</param>
internal sealed record PatchedExport(MethodDefinition Woven, StubPattern Stub, MethodDefinition DispatchMethod, MethodDefinition? New, InheritedSlot? Inherited);

namespace HotWeave.Patches.Format;

/// <summary>What a patch means for objects and resources that exist: which state it changes, and the methods that are called round its swap.</summary>
/// <param name="Edits">The edits that make the patch stateful.</param>
/// <param name="Shapes">The types whose state has a number other than 0 in the baseline or in the new build.</param>
/// <param name="Hooks">The methods to call, in the order of the new build.</param>
internal sealed record PatchState(IReadOnlyList<StateEdit> Edits, IReadOnlyList<StateShape> Shapes, IReadOnlyList<PatchHook> Hooks)
{
    public static PatchState None { get; } = new([], [], []);

    /// <summary>The types whose objects that exist keep the deployed code.</summary>
    public IReadOnlyList<MarkedType> Marked { get; init; } = [];

    /// <summary>The types of which no object may be alive when the patch becomes current.</summary>
    public IReadOnlyList<UnmadeType> Unmade { get; init; } = [];
}

/// <summary>A type of which no object may be alive when the patch becomes current, nor one of what derives from it: only constructors know what its new fields hold.</summary>
/// <param name="Baseline">Index into <see cref="PatchManifest.Baselines"/>.</param>
/// <param name="Type">The type's reflection name.</param>
/// <param name="Fields">The fields and their types; equal for patches whose constructors fill the same.</param>
internal sealed record UnmadeType(int Baseline, string Type, string Fields);

/// <summary>A type whose objects keep the code they were made with: its methods ask an object whether a constructor of this patch made it.</summary>
/// <param name="Baseline">Index into <see cref="PatchManifest.Baselines"/>.</param>
/// <param name="Type">The type's reflection name.</param>
/// <param name="Mark">The name of the added field that the constructors set; equal for patches whose constructors fill the same fields.</param>
/// <param name="IsTracked">Whether the baseline's constructors list the type's objects.</param>
internal sealed record MarkedType(int Baseline, string Type, string Mark, bool IsTracked);

/// <summary>An edit that changes what state means, so that two versions must not use it at once.</summary>
/// <param name="Baseline">Index into <see cref="PatchManifest.Baselines"/>.</param>
/// <param name="Text">The edit for people, such as <c>N.Account._cents changed its type from Int32 to Int64</c>.</param>
/// <param name="Mark">Two patches with the same mark mean the same by it: going from one to the other changes nothing here.</param>
/// <param name="IsOneWay">Whether nothing turns the state back for the old code.</param>
internal sealed record StateEdit(int Baseline, string Text, string Mark, bool IsOneWay);

/// <summary>The numbers of a type's state.</summary>
/// <param name="Baseline">Index into <see cref="PatchManifest.Baselines"/>.</param>
/// <param name="Type">The type's reflection name.</param>
/// <param name="Deployed">The number in the baseline.</param>
/// <param name="Number">The number in this patch's build.</param>
/// <param name="IsLazy">Whether the patch's code converts each object at its first touch, since nothing lists them.</param>
internal sealed record StateShape(int Baseline, string Type, int Deployed, int Number, bool IsLazy);

/// <summary>When a hook is called.</summary>
internal enum PatchHookKind : byte
{
    /// <summary>Code change, once per object.</summary>
    ChangeObject = 1,

    /// <summary>Code change, once per type.</summary>
    ChangeType = 2,

    /// <summary>Before the patch becomes current; may veto.</summary>
    BeforeSwap = 3,

    /// <summary>After it became current.</summary>
    AfterSwap = 4,

    /// <summary>Before it is rolled back.</summary>
    BeforeRollback = 5,

    /// <summary>After it was rolled back.</summary>
    AfterRollback = 6,

    /// <summary>Maps the end points of the patch's build; called by the integration that has the application's routes.</summary>
    MapEndpoints = 7,

    /// <summary>Maps those that the deployed build's <c>Main</c> maps, by which the integration knows them in the running application.</summary>
    MapDeployedEndpoints = 8,

    /// <summary>Gives what stands for an object of a deployed type, with the properties that the patch adds; called by what shows them to serialisers.</summary>
    ShowProperties = 9,

    /// <summary>Never called; its class has the methods that the patch adds to a deployed type, for hooks that look for them.</summary>
    ShowMethods = 10,

    /// <summary>Gives a type of the patch that a host starts with the process; called by the integration that starts it in a running one.</summary>
    HostService = 11,

    /// <summary>Says which actions a deployed controller has more, and which it has no more; called by the integration that serves them.</summary>
    ServeActions = 12,

    /// <summary>Registers services that the deployed build does not; called by the integration that makes them beside the deployed ones.</summary>
    RegisterServices = 13,
}

/// <summary>A method of the patch that is called round a swap.</summary>
/// <param name="Kind">When.</param>
/// <param name="Baseline">For hooks of one type: index into <see cref="PatchManifest.Baselines"/> of its assembly; else -1.</param>
/// <param name="Type">For hooks of one type: its reflection name; else empty.</param>
/// <param name="Name">The method for people, such as <c>N.Account.Change(CodeChangeContext)</c>.</param>
/// <param name="Class">Reflection name of the patch's class that has the method. What belongs together is in one class.</param>
/// <param name="Method">The name of the static method, which no other method of the class has.</param>
/// <param name="From">For code change: the number of the state that it starts from; else 0.</param>
/// <param name="To">For code change: the number of the state that it leads to; else 0.</param>
/// <param name="IsUpOnly">For code change: whether it knows no way back.</param>
internal sealed record PatchHook(
    PatchHookKind Kind, int Baseline, string Type, string Name, string Class, string Method, int From, int To, bool IsUpOnly);

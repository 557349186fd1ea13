namespace HotWeave.Weaver.Diagnostics;

/// <summary>
/// What a patch cannot express (errors, HW30xx), what stays behind when it is applied (warnings, HW32xx), and hooks that cannot be called (HW33xx).
/// See <c>docs/diagnostics.md</c>.
/// </summary>
internal static class EditDiagnostics
{
    private const string Restart = "Undo the change or deploy it with a restart.";

    public static readonly DiagnosticDescriptor InstanceFieldAdded = Rude("HW3001", "{0} is a new instance field of a struct; values that exist already have no room for it. " + Restart);
    public static readonly DiagnosticDescriptor FieldRetyped = Rude("HW3004", "{0} changed its type from {1} to {2}. " + Restart);
    public static readonly DiagnosticDescriptor BaseTypeChanged = Rude("HW3005", "{0} changed its base type from {1} to {2}. " + Restart);
    public static readonly DiagnosticDescriptor InterfacesChanged = Rude("HW3006", "{0} changed the interfaces it implements ({1}). Mark the class [Swappable(Interfaces = true)], or weave with HotWeaveInterfaces, in the next deployment to add some later; deploy this change with a restart.");
    public static readonly DiagnosticDescriptor TypeKindChanged = Rude("HW3007", "{0} changed its kind or modifiers from {1} to {2}. " + Restart);
    public static readonly DiagnosticDescriptor TypeParametersChanged = Rude("HW3008", "{0} changed its type parameters or their constraints. " + Restart);
    public static readonly DiagnosticDescriptor VirtualAdded = Rude("HW3009", "{0} is a new finaliser, or a new static virtual member of an interface, of a type that is deployed. " + Restart);
    public static readonly DiagnosticDescriptor ModifiersChanged = Rude("HW3010", "{0} changed its modifiers from {1} to {2}; running types still take it for what it was. " + Restart);
    public static readonly DiagnosticDescriptor VirtualDeleted = Rude("HW3011", "{0} was deleted; it overrides or implements, and has no stub, so deployed objects still run it. Keep the member, or deploy with a restart.");
    public static readonly DiagnosticDescriptor EnumRetyped = Rude("HW3014", "{0} changed its underlying type from {1} to {2}. " + Restart);
    public static readonly DiagnosticDescriptor DelegateChanged = Rude("HW3015", "{0} changed its signature. Declare a new delegate type, or deploy with a restart.");
    public static readonly DiagnosticDescriptor NativeBindingChanged = Rude("HW3016", "{0} is bound to code elsewhere, and its binding changed. Declare it under a new name, or deploy with a restart.");
    public static readonly DiagnosticDescriptor AddedMemberToken = Rude("HW3017", "{0} names {1}, which only the patch has, by its token, where no call can stand for it. Use a lambda that is compiled, or deploy with a restart.");
    public static readonly DiagnosticDescriptor ReadOnlyStaticWritten = Rude("HW3019", "{0} writes the static readonly field {1}; compiled code has its value already. " + Restart);
    public static readonly DiagnosticDescriptor ModuleChanged = Rude("HW3021", "The module initialiser {0} changed; it has run already. " + Restart);

    public static readonly DiagnosticDescriptor FieldNeedsConstructor = Rude(
        "HW3022",
        "{0} is a new field that gets its value from a constructor; objects that exist have none. They cannot go on with the deployed code: {1}. "
        + "Say what they have, by one of these: {2}. Else deploy with a restart.");
    public static readonly DiagnosticDescriptor AddedFieldToken = Rude("HW3023", "{0} names the field {1}, which only the patch has, by its token, where no call can stand for it. Use a lambda that is compiled, or deploy with a restart.");

    public static readonly DiagnosticDescriptor StaticNeedsConstructor = Rude("HW3024", "{0} is a new static field that a static constructor fills, by code that cannot be taken out of it: {1}. Compute the value in the field's initialiser, set it with a static [CodeChange] method, or deploy with a restart.");
    public static readonly DiagnosticDescriptor OverrideOfOutside = Rude("HW3030", "{0} overrides {1}, which no patch reaches. Mark {2} [Swappable(Overrides = true)], or weave with HotWeaveOverrides, in the next deployment; deploy this change with a restart.");
    public static readonly DiagnosticDescriptor OverrideWithoutStub = Rude("HW3031", "{0} overrides {1}, which has no stub, so existing objects would not reach it. Mark {2} [Swappable] in the next deployment, and deploy this change with a restart.");
    public static readonly DiagnosticDescriptor ImplementationMoved = Rude("HW3032", "{0} implements {1}, which another deployed method implemented, and that lives on. Override that method, or deploy with a restart.");
    public static readonly DiagnosticDescriptor SealedBase = Rude("HW3033", "{0} derives from {1}, which is sealed in the deployed build. Use composition, or deploy with a restart.");
    public static readonly DiagnosticDescriptor AbstractWhenDeployed = Rude("HW3034", "{0} lacks a body for {1}, which is abstract in the deployed build. Give it one that calls the base, or deploy with a restart.");
    public static readonly DiagnosticDescriptor AbstractTypeMade = Rude("HW3035", "{0} makes an object by {1}, whose type is abstract in the deployed build. Make one of a derived type, or deploy with a restart.");

    public static readonly DiagnosticDescriptor AddedInterfaceAsked = Rude("HW3036", "{0} asks the type itself for {1}, which {2} gains by this patch; only casts of objects see that. Cast an object, or deploy with a restart.");
    public static readonly DiagnosticDescriptor AddedConstructorAsked = Rude("HW3037", "{0} has {1} made by a generic constraint, new(), and its constructor without parameters is new; the runtime looks for that in the deployed type. Pass a function that makes the object, or deploy with a restart.");
    public static readonly DiagnosticDescriptor ExternInGenericType = Rude("HW3038", "{0} is new, has no body and stands in a generic type; what stands for it in a patch is not generic in the same way. Declare it in a type that is not generic, or deploy with a restart.");

    public static readonly DiagnosticDescriptor MarkedMemberAdded = Rude("HW3050", "{0} is new and marked {1}; what looks for that by reflection does not find it on the deployed type, so nobody would set or read it. Deploy with a restart, or accept that (--accept HW3050).");
    public static readonly DiagnosticDescriptor AccessorOfNamedType = Rude("HW3070", "{0} is an accessor that finds the type of {1}, which only the patch has, by its name. Name the type in the accessor's signature, or deploy with a restart.");

    public static readonly DiagnosticDescriptor MarshallingDiffers = Rude("HW3071", "{0} is native code in a patch that has code of several assemblies, and {1} has marshalling disabled, but not all of them. Disable it in all, or deploy with a restart.");

    public static readonly DiagnosticDescriptor DependencyLacks = Rude("HW3040", "{0} uses {1}, which {2} {3}, the deployed version, does not have. Do without it, or deploy with a restart.");
    public static readonly DiagnosticDescriptor DependencyNotCarried = Rude("HW3041", "The new build needs {0}, which is not deployed, and a patch cannot bring it ({1}). Deploy with a restart.");

    public static readonly DiagnosticDescriptor AttributesChanged = Remark("HW3201", "{0} changed its attributes ({1}); reflection shows the deployed ones until a restart.");
    public static readonly DiagnosticDescriptor CallerKeepsOldBody = NextStart("HW3202", "{0} keeps the old body of {1}: it is not swappable, and {1} has no stub. In the next deployment, {2}.");
    public static readonly DiagnosticDescriptor NotVisibleToReflection = Remark("HW3203", "{0} is new on a deployed type and not visible to reflection until a restart.");
    public static readonly DiagnosticDescriptor MemberDeleted = Remark("HW3204", "{0} was deleted; code that still calls it runs the deployed body.");
    public static readonly DiagnosticDescriptor LambdaUnmatched = Remark("HW3205", "A lambda in {0} has no counterpart in the new build; delegates made of it before the swap keep the deployed body.");
    public static readonly DiagnosticDescriptor RunsAtNextStart = NextStart("HW3206", "{0} changed, and it runs once ({1}); {2}. The change takes effect at the next start; a method marked [AfterSwap] may do the same now.");
    public static readonly DiagnosticDescriptor LoopOfStartUp = Remark("HW3290", "{0} changed, and only {1} calls it, in a loop that is fed and that runs once ({2}); the next round runs the new body if the loop still goes on, and the next start does otherwise.");
    public static readonly DiagnosticDescriptor ConstructorDoesMore = Remark(
        "HW3250",
        "{0} does more when it makes an object: {2}. Objects of {1} that exist have not done it; do it for them in a method marked [CodeChange] "
        + "or [AfterSwap], or in IOnCodeChange of a grain or an actor, or deploy with a restart.");
    public static readonly DiagnosticDescriptor ActivationChanged = Remark(
        "HW3251",
        "{0} changed, and it runs once for each object of {1}, when that begins its work; {2}. Do it for them in a method marked [CodeChange] "
        + "or [AfterSwap], or in IOnCodeChange of a grain or an actor, or deploy with a restart.");
    public static readonly DiagnosticDescriptor ResultKept = NextStart("HW3252", "{0} changed, and code that runs once has called it and kept the result ({1}); what it stored follows at the next start. Store it anew in a method marked [AfterSwap] to have it now.");
    public static readonly DiagnosticDescriptor MarkedMemberAccepted = Remark("HW3253", "{0} is new and marked {1}; what looks for that by reflection does not find it before the next start, as was accepted.");
    public static readonly DiagnosticDescriptor NotSeenByConsumer = Remark("HW3254", "{0} is new, and {1} looks at the deployed type, which does not have it; it is neither written nor read there before the next start.");
    public static readonly DiagnosticDescriptor EntryPointsAdded = NextStart("HW3255", "New entry points wait for the next start ({0}), since frameworks look for them when a process starts: {1}.");
    public static readonly DiagnosticDescriptor HandlersKept = Remark(
        "HW3381",
        "{0} registers other handlers for messages; {2}. They take them up when {1} takes up the behaviour again: "
        + "implement IOnCodeChange of HotWeave.Akka and call Become there.");
    public static readonly DiagnosticDescriptor MessagesAdded = NextStart(
        "HW3382",
        "New types that Orleans serialises wait for the next start ({0}), since it lists their codecs when a process starts: {1}. "
        + "A silo that calls UseHotWeave of HotWeave.Orleans takes them at once.");
    public static readonly DiagnosticDescriptor ScannedTypesAdded = NextStart("HW3380", "New types that no code makes wait for the next look through the assembly's types, which a process mostly takes when it starts ({0}): {1}. To have it taken after a swap, repeat it in a method marked [AfterSwap] over SwapHookContext.AddedTypes.");
    public static readonly DiagnosticDescriptor FieldFromServices = Remark("HW3315", "{0} is a new field that constructors get as a service; objects that exist, and those that are made with a deployed constructor, get {1} from the application's services when the field is first used.");
    public static readonly DiagnosticDescriptor MadeAsDeployed = NextStart("HW3314", "Objects of {0} keep the deployed code until the next start, those made from now on too: they are made with {1}, which the new build does not have and which nothing but reflection, such as dependency injection, is seen to call. To move them, set {2} for objects that exist in a method marked [InitializeExisting], or make the patch with --services where services are all that is missing.");
    public static readonly DiagnosticDescriptor AddedNameRead = Remark("HW3256", "{0} reads the name of {1}, which the patch adds: it says the patch's assembly, and neither another process nor the next deployment finds it. Use a name of your own where it is stored or sent.");
    public static readonly DiagnosticDescriptor AddedNamesLeave = Remark("HW3257", "{0} has names of types written ({1}); those of types that the patch adds, such as {2}, say the patch's assembly, and neither another process nor the next deployment finds them.");
    public static readonly DiagnosticDescriptor AddedNameStored = Remark("HW3258", "{0} hands {1} an expression over {2}, which the patch adds; what writes it down by its name finds it neither in this process nor after the next deployment. Deploy with a restart before such work is given out.");
    public static readonly DiagnosticDescriptor ConfigurationKept = Remark("HW3259", "A lambda in {0} changed, and it sets up {1}, which is made once where it is kept; what exists stays as it was set up before the next start.");
    public static readonly DiagnosticDescriptor ObjectsKeepCode = Remark("HW3310", "Objects of {0} that exist keep the deployed code, since only a constructor can give them {1}; those that the new constructors make have the new code. To move all, set it for objects that exist in a method marked [InitializeExisting] or [CodeChange].");
    public static readonly DiagnosticDescriptor LiveIfNoneAlive = Remark(
        "HW3366",
        "The patch becomes current only while no object of {0}, nor of what derives from it, is alive, since only a constructor knows {1}. Apply it with --if-none-alive, "
        + "which looks; to have it whatever is alive, set the fields for objects that exist in a method marked [InitializeExisting] or [CodeChange].");
    public static readonly DiagnosticDescriptor CallsKeepCode = Remark(
        "HW3316",
        "Calls that are given an object of {0} which exists go on with the deployed code: {1}. To have them run the new one, set {2} for objects "
        + "that exist in a method marked [InitializeExisting] or [CodeChange].");
    public static readonly DiagnosticDescriptor FieldValueKept = Remark("HW3260", "{0} gives {2} another value. Objects of {1} that exist keep what they hold; set it for them in a method marked [CodeChange], or deploy with a restart.");
    public static readonly DiagnosticDescriptor CallerSensitive = Remark("HW3207", "{0} calls {1}, which looks at the calling code and will see the patch assembly.");
    public static readonly DiagnosticDescriptor DynamicOnOwn = Remark("HW3270", "{0} names {1}, which is private there, in a dynamic operation of a type that the patch adds; the operation does not see what is internal in deployed types.");
    public static readonly DiagnosticDescriptor ResourcesChanged = NextStart("HW3208", "The resource {0} differs, and not all that read it find the new one: {1}.");
    public static readonly DiagnosticDescriptor TypeDeleted = Remark("HW3209", "{0} was deleted; deployed code keeps it.");
    public static readonly DiagnosticDescriptor ConstantChanged = Remark("HW3210", "The constant {0} changed; new code has the new value, code that stays deployed and reflection the old one.");
    public static readonly DiagnosticDescriptor DelegatesKeepOldBody = Remark("HW3211", "{0} has no stub; delegates, reflection and interfaces that reach it run the deployed body.");

    public static readonly DiagnosticDescriptor ChangeNotCarried = NextStart("HW3212", "{0} changed, but it is not swappable and no swappable code calls it; the change takes effect at the next start.");

    public static readonly DiagnosticDescriptor InitialiserRunsLate = Remark("HW3213", "The initialiser of {0} calls code; for an object that exists already it runs when the field is first used.");
    public static readonly DiagnosticDescriptor FieldDeleted = Remark("HW3214", "{0} was deleted; objects keep its value, and code that stays deployed goes on using it.");
    public static readonly DiagnosticDescriptor FieldReplaced = Remark("HW3215", "{0} changed its type from {1} to {2}; new code uses a new field, which begins with its initialiser, and old code the old one.");
    public static readonly DiagnosticDescriptor FieldConverted = Remark("HW3313", "{0} changed its type from {1} to {2}; new code uses a new field, and an object that exists gets what its deployed field holds, when the field is first used.");
    public static readonly DiagnosticDescriptor EnumChanged = Remark("HW3216", "{0} changed its members ({1}); new code has the new values, code that stays deployed and reflection (names, parsing, ToString) the old ones.");
    public static readonly DiagnosticDescriptor AddedMemberInTree = Remark("HW3223", "{0} names {1}, which only the patch has, in an expression tree; it compiles and runs, but what translates trees, such as a database provider, does not know it.");
    public static readonly DiagnosticDescriptor FieldRenamed = Remark("HW3240", "{0} is called {1} in the new build; new code goes on using the deployed field, and reflection shows the deployed name until a restart.");

    public static readonly DiagnosticDescriptor DependencyKept = NextStart("HW3241", "The new build uses {0} {1}, the deployed one {2}; the process keeps that until a restart, and the patch uses it.");

    public static readonly DiagnosticDescriptor CarriedKept = NextStart("HW3246", "The new build has another {0} than {1}, which an earlier patch brought and which is not swappable; the process keeps that until a restart, and the patch uses it.");

    public static readonly DiagnosticDescriptor FieldDerived = Remark("HW3243", "{0} is a new field that constructors give a value; an object that exists gets what the constructor that made it gives now, computed from the object when the field is first used.");

    public static readonly DiagnosticDescriptor ContractsChanged = Remark("HW3247", "{0} makes other JSON contracts now; new code has a new Default with them, and contexts that exist keep those that they have.");

    public static readonly DiagnosticDescriptor StaticInitialiserKept = NextStart("HW3217", "{0} has another initialiser; the deployed one has run, and the field keeps its value until a restart. Mark it [Reinitialize] to give new code a field with the new value.");
    public static readonly DiagnosticDescriptor StaticReinitialised = Remark("HW3218", "{0} has another initialiser; new code uses a new field with its value, code that stays deployed the old one.");
    public static readonly DiagnosticDescriptor StaticConstructorChanged = NextStart("HW3219", "{0} changed; the deployed one has run, and static constructors run once. The change takes effect at the next start.");
    public static readonly DiagnosticDescriptor InitialiserRunsInPrepare = Remark("HW3220", "The initialiser of the new static field {0} calls code; it runs when the patch is prepared, while the version before is current.");
    public static readonly DiagnosticDescriptor ThreadStaticInitialiser = Remark("HW3221", "{0} is new, and each thread has its own; its initialiser is not run, and every thread begins with the default.");
    public static readonly DiagnosticDescriptor OutsideKeepsOldBody = NextStart("HW3222", "{0} has no stub; callers in assemblies that are not part of the patch run the deployed body. Weave with HotWeaveSmallMethods=export in the next deployment.");

    public static readonly DiagnosticDescriptor HookShape = new("HW3301", DiagnosticKind.Hook, DiagnosticSeverity.Error, "{0} is marked [{1}] and must be {2}. Correct the method, or take the mark away.");
    public static readonly DiagnosticDescriptor HookOfNothing = new("HW3311", DiagnosticKind.Hook, DiagnosticSeverity.Error, "{0} is marked [{1}] for {2}, and no assembly of the patch has such a type. Name it as reflection does (N.Outer+Nested), or give the assembly that has it.");
    public static readonly DiagnosticDescriptor HookNotWritten = new("HW3312", DiagnosticKind.Hook, DiagnosticSeverity.Error, "{0} does nothing but throw NotImplementedException, and would do so at the first use of {1}. Put the value there that objects which exist have.");
    public static readonly DiagnosticDescriptor HookNumbers = new("HW3302", DiagnosticKind.Hook, DiagnosticSeverity.Error, "{0} says From = {1} and To = {2}; states are numbered from 0, and a hook leads to a higher number. On the way down it is called with them exchanged.");
    public static readonly DiagnosticDescriptor HookTwice = new("HW3303", DiagnosticKind.Hook, DiagnosticSeverity.Error, "{0} and {1} both lead from state {2} to {3}. Keep one of them.");
    public static readonly DiagnosticDescriptor StateGoesBack = new("HW3304", DiagnosticKind.Hook, DiagnosticSeverity.Error, "The state of {0} has the number {1} in the baseline and {2} in the new build. Keep the [CodeChange] methods until the next deployment with a restart.");
    public static readonly DiagnosticDescriptor NoHookChain = new("HW3305", DiagnosticKind.Hook, DiagnosticSeverity.Error, "No [CodeChange] methods lead the state of {0} from {1}, the baseline's, to {2}. Keep those for every step between in the source.");
    public static readonly DiagnosticDescriptor HookIgnoresDirection = new("HW3307", DiagnosticKind.Hook, DiagnosticSeverity.Warning, "{0} never asks which way it goes, and is called on the way down too. Look at CodeChangeContext.Direction, or mark it UpOnly = true.");
    public static readonly DiagnosticDescriptor WaitingLoopChanged = NextStart("HW3280", "{0} changed and has a loop that waits for work; a run of it that is under way keeps its body, and what it calls moves ('hotweave status' counts such runs). Put the loop's body into a method of its own.");
    public static readonly DiagnosticDescriptor OpenLoopChanged = Remark("HW3289", "{0} changed and has a loop that goes on as long as it is fed or asked; a run of it that is under way keeps its body, and what it calls moves. Put the loop's body into a method of its own.");
    public static readonly DiagnosticDescriptor OpenLoopKeepsCallee = Remark("HW3383",
        "{0} has a loop that goes on as long as it is fed or asked, and calls {1}, of which the deployed build has no stub; a run of this version keeps "
        + "this version of it.");
    public static readonly DiagnosticDescriptor LoopKeepsCallee = NextStart("HW3281", "{0} waits for work in a loop and calls {1}, of which the deployed build has no stub; a run of this version keeps this version of it. Deploy with a restart to make it move.");

    public static readonly DiagnosticDescriptor FieldInTwoHalves = Rude("HW3284", "{0} {1}, and the deployed {2} goes on using it after the swap ({3}); what old and new code do with it would be lost on each other. Let that code move with a swap (mark its type [Swappable], weave with HotWeaveSmallMethods=export, put a loop's body into a method of its own) in the next deployment, and deploy this change with a restart.");
    public static readonly DiagnosticDescriptor FieldInTwoHalvesAccepted = Remark("HW3291", "{0} {1}, and the deployed {2} goes on using it after the swap ({3}); what old and new code do with it is lost on each other, as was accepted.");
    public static readonly DiagnosticDescriptor FieldInRunningLoop = Remark("HW3292", "{0} {1}, and a run of the deployed {2} that is under way goes on using it ({3}); what old and new code do with it until that ends is lost on each other. Apply the patch while no such run is under way, or keep the field.");
    public static readonly DiagnosticDescriptor ResolverNotAsked = Remark("HW3293", "{0} imports a function from {1} and is new; {2} sets a resolver of native libraries for a deployed assembly, which the runtime does not ask for what the patch imports. See that the library is found without it, or deploy with a restart.");
    public static readonly DiagnosticDescriptor RunKeepsOldBody = NextStart("HW3285", "{0} goes on running with the old body of {1}, which it calls without a stub. Mark {1} [SafePoint] in the next deployment, or restart.");
    public static readonly DiagnosticDescriptor FieldSucceeded = Remark("HW3286", "{0} was deleted, and {1} of the same type is new: new code begins with {1} as its initialiser leaves it, whatever objects hold in {0}. Keep the name, or carry the value over with [CodeChange].");
    public static readonly DiagnosticDescriptor FieldOnlySetBefore = Rude("HW3287", "{0} is a new field that only {1} sets, which is over for what exists already; {2} would find it empty. Give it an initialiser, set it with [CodeChange] or [InitializeExisting], or deploy with a restart.");
    public static readonly DiagnosticDescriptor FieldMayBeUnset = Remark("HW3288", "{0} is a new field that {1} sets, and {2} relies on it; for objects that exist it is empty until {1} runs again. Ask whether it is set, or set it with [CodeChange] or [InitializeExisting].");

    public static readonly DiagnosticDescriptor CopyNotServed = Rude("HW4050", "{0} overrides or implements, and its deployed stub hands over a copy of the struct, on which the new body cannot work: {1}. Do that in a method of its own that the struct's callers call, or deploy with a restart, after which the stub hands over the address.");

    public static readonly DiagnosticDescriptor UnitMarkAdded = NextStart("HW3282", "{0} is marked [UnitOfWork] now; units begin where the deployed build has a frame, so its calls are no units until a restart.");
    public static readonly DiagnosticDescriptor UnitMarkRemoved = NextStart("HW3283", "{0} is not marked [UnitOfWork] any more; the deployed frame stays, so its calls are units until a restart: see that they end.");

    public static readonly DiagnosticDescriptor AbstractAdded = Remark("HW3230", "{0} is new and has no body; objects of types that are not part of the patch do not implement it, and a call on one throws MissingMethodException.");
    public static readonly DiagnosticDescriptor InterfaceRemoved = Remark("HW3232", "{0} no longer implements {1}; objects go on to pass casts to it until a restart, and to run the deployed bodies where its members are gone.");
    public static readonly DiagnosticDescriptor BaseInterfaceAdded = Remark("HW3233", "{0} inherits {1} now; objects of types that are not part of the patch need not implement that, and a call on one that does not throws EntryPointNotFoundException.");
    public static readonly DiagnosticDescriptor OverrideDeleted = Remark("HW3231", "{0} was deleted; objects run {1} in its place.");

    public static readonly DiagnosticDescriptor NotWovenBaseline = new("HW3501", DiagnosticKind.Input, DiagnosticSeverity.Error, "{0} is not woven, so a running process cannot take patches of it. Weave the deployed assembly first, and make patches against the woven one.");
    public static readonly DiagnosticDescriptor NoCounterpart = new("HW3502", DiagnosticKind.Input, DiagnosticSeverity.Error, "{0} has no counterpart for the baseline assembly {1}. Name a file or folder that holds the new build of it.");
    public static readonly DiagnosticDescriptor NothingToCompare = new("HW3503", DiagnosticKind.Input, DiagnosticSeverity.Error, "{0} holds no woven assembly. Name the deployed, woven assembly or its folder as the baseline; of a single-file application, the assembly that its build left in bin.");
    public static readonly DiagnosticDescriptor OtherAssembly = new("HW3504", DiagnosticKind.Input, DiagnosticSeverity.Error, "{0} is the assembly {1}, the baseline {2} is the assembly {3}. Name two builds of the same assembly.");
    public static readonly DiagnosticDescriptor SameBuild = new("HW3505", DiagnosticKind.Fact, DiagnosticSeverity.Info, "{0} is the build that is deployed; nothing of it is in the patch.");
    public static readonly DiagnosticDescriptor NoChanges = new("HW3506", DiagnosticKind.Fact, DiagnosticSeverity.Info, "Nothing differs that a running process would do otherwise; no patch is needed.");

    public static readonly DiagnosticDescriptor NothingToCarry = new("HW3507", DiagnosticKind.Edit, DiagnosticSeverity.Error, "Nothing that changed is in code that a running process can take: {0}. Deploy with a restart.");

    public static readonly DiagnosticDescriptor EarlierIsNoPatch = new("HW3508", DiagnosticKind.Input, DiagnosticSeverity.Error, "The earlier patch {0} cannot be used: {1}. Name the .hotpatch file that was applied.");
    public static readonly DiagnosticDescriptor EarlierForOtherBaseline = new("HW3509", DiagnosticKind.Input, DiagnosticSeverity.Error, "The earlier patch {0} was made for {1}, the new one for {2}. Name patches of the deployed baseline only.");
    public static readonly DiagnosticDescriptor EarlierDisagree = new("HW3510", DiagnosticKind.Input, DiagnosticSeverity.Error, "The earlier patch {0} brings another build of {1} than one named before it; a process has one. Name patches that were made with each other at hand.");
    public static readonly DiagnosticDescriptor OtherConfiguration = new("HW3520", DiagnosticKind.Input, DiagnosticSeverity.Warning, "{0} is {1} build, and the deployed one is {2} build; the compiler writes most bodies differently then, and some closures as other kinds of types. Build both in the same configuration.");

    public static readonly DiagnosticDescriptor NotMappedAnew = NextStart("HW3350",
        "{0} maps end points, and the change waits for the next start: {1}. Map in Main or in methods that do nothing else, with handlers that capture nothing.");

    public static readonly DiagnosticDescriptor MappedAnew = new("HW3351", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} maps its end points anew in the running process ({1}), and takes the difference back at a rollback.");

    public static readonly DiagnosticDescriptor AuthorisationChanged = Rude("HW3352",
        "{0} changed its authorisation ({1}), and the running process would go by the deployed attributes. Deploy with a restart, or accept that it does until then (--accept HW3352).");

    public static readonly DiagnosticDescriptor AuthorisationChangeAccepted = NextStart("HW3353",
        "{0} changed its authorisation ({1}); the running process goes by the deployed attributes until a restart, as was accepted.");

    public static readonly DiagnosticDescriptor ShownToJson = new("HW3354", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is new, and System.Text.Json writes and reads it in the running process ({1}), until a rollback.");

    public static readonly DiagnosticDescriptor ShownToNewtonsoft = new("HW3334", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is new, and Newtonsoft.Json writes and reads it in the running process ({1}), by settings with AddHotWeave(), until a rollback.");

    public static readonly DiagnosticDescriptor OwnSettings = Remark("HW3335",
        "{0} has Newtonsoft.Json serialise without AddHotWeave(); it lacks the properties that the patch adds. Call it on the settings.");

    public static readonly DiagnosticDescriptor SerialiserUnserved = Remark("HW3370",
        "{0} has {1} work on values whose types are not to be seen there; it lacks the properties that the patch adds, until the next start. "
        + "Call AddHotWeave() for it too.");

    public static readonly DiagnosticDescriptor OwnResolver = Remark("HW3355", "{0} makes a resolver of System.Text.Json of its own each time; what it serialises with one that is made after the swap lacks the properties that the patch adds. Keep the resolver in a static field.");

    public static readonly DiagnosticDescriptor ShownToModels = new("HW3356", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is new, and model binding and validation of controllers see it in the running process ({1}), until a rollback.");

    public static readonly DiagnosticDescriptor ShownToOptions = new("HW3357", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is new, and options that are bound from configuration have it in the running process ({1}), until a rollback.");

    public static readonly DiagnosticDescriptor ControllerServed = new("HW3358", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is new, and its actions are served in the running process, until a rollback.");

    public static readonly DiagnosticDescriptor TypeMadeAnew = new("HW3330", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} has another shape, and no value of it outlives a call; new code has a type of its own{1}, "
        + "and calls that are under way end with the deployed one.");

    public static readonly DiagnosticDescriptor TypeKeepsShape = new("HW3331", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} has another shape, and cannot be a new type for new code: {1}.");

    public static readonly DiagnosticDescriptor ResourceBrought = new("HW3332", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "The resource {0} differs, and the patch brings it: {1} finds the new one in the running process, until a rollback.");

    public static readonly DiagnosticDescriptor ResourceKept = NextStart("HW3333",
        "{0} looks up resources that differ, and what it found stays until the next start: {1}.");

    public static readonly DiagnosticDescriptor HostedServiceStarted = new("HW3359", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is a new hosted service, and starts in the running process after the turn; a rollback stops it.");

    public static readonly DiagnosticDescriptor ActionServed = new("HW3360", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is a new action of a deployed controller, and is served in the running process, until a rollback.");

    public static readonly DiagnosticDescriptor ActionHidden = new("HW3361", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} is gone, and is not served in the running process any more, until a rollback.");

    public static readonly DiagnosticDescriptor EntryPointGone = NextStart("HW3362",
        "{0} was deleted; the framework that found it when the process started goes on calling it until the next start.");

    public static readonly DiagnosticDescriptor ServicesRegistered = new("HW3363", DiagnosticKind.Fact, DiagnosticSeverity.Info,
        "{0} registers services in the running process ({1}): they are made beside the deployed ones, and disposed of at a rollback.");

    public static readonly DiagnosticDescriptor ProviderAsked = Remark("HW3364",
        "{0} asks a service provider for {1}, which the patch registers: providers of requests have it, and those that what the patch registers "
        + "is given; one that the deployed application has handed out does not. Take {1} as a parameter of the constructor.");

    public static readonly DiagnosticDescriptor RemarksRefused = new("HW3521", DiagnosticKind.Policy, DiagnosticSeverity.Error, "A strict comparison takes what goes live as a whole; {0} of this change would not, as the warnings say. Undo what they name, or compare without being strict.");

    public static readonly DiagnosticDescriptor DependencyCarried = new("HW3522", DiagnosticKind.Fact, DiagnosticSeverity.Info, "{0} {1} is not deployed; the patch brings it, {2}.");

    public static readonly DiagnosticDescriptor ProjectTakenApart = new("HW3523", DiagnosticKind.Fact, DiagnosticSeverity.Info, "{0} is not deployed, and uses what the new build adds to deployed assemblies; its types come as types that the patch adds.");

    // What no patch can carry.
    private static DiagnosticDescriptor Rude(string id, string format) => new(id, DiagnosticKind.Edit, DiagnosticSeverity.Error, format);

    // The change goes live; reflection, old delegates and old objects may show otherwise.
    private static DiagnosticDescriptor Remark(string id, string format) => new(id, DiagnosticKind.Remark, DiagnosticSeverity.Warning, format);

    // A part of the change does not go live: a body, a value or a file that only the next process has.
    private static DiagnosticDescriptor NextStart(string id, string format) => new(id, DiagnosticKind.NextStart, DiagnosticSeverity.Warning, format);
}

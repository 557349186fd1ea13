namespace HotWeave.Diagnostics;

/// <summary>Every message of the run time. 61xx: preparing a patch; 62xx: operations; 63xx: warnings after a turn; 65xx: state and hooks; 69xx: general.</summary>
internal static class SwapDiagnostics
{
    internal static readonly SwapDiagnostic FileUnreadable = new("HW6100", SwapFailureKind.Refused,
        "The patch file {0} cannot be read: {1} Check the path and its permissions.");

    internal static readonly SwapDiagnostic NoPatch = new("HW6101", SwapFailureKind.Refused,
        "The bytes are no intact patch: {0}. Copy the file again, or make the patch again.");

    internal static readonly SwapDiagnostic BaselineNotLoaded = new("HW6102", SwapFailureKind.Refused,
        "The patch is for the assembly {0}, which is not loaded here and cannot be loaded: {1} Apply it to the process that it was made for.");

    internal static readonly SwapDiagnostic OtherBaseline = new("HW6103", SwapFailureKind.Refused,
        "The patch was made for another build of {0}: it needs baseline {1}, loaded is {2}. Make the patch against the assembly that is deployed.");

    internal static readonly SwapDiagnostic NotWoven = new("HW6104", SwapFailureKind.Refused,
        "The assembly {0} is not woven, so no patch can change it. Deploy a woven build.");

    internal static readonly SwapDiagnostic AmbiguousBaseline = new("HW6105", SwapFailureKind.Refused,
        "The patch is for several assemblies, and load contexts share some and have copies of others: {0} is loaded in {1}, and the assemblies together in {2}. Make a patch of each assembly, or name one context in SwapOptions.LoadContext.");

    internal static readonly SwapDiagnostic OtherFormat = new("HW6106", SwapFailureKind.Refused,
        "The assembly {0} is woven in format {1}; this HotWeave.Runtime knows format {2}. Use the HotWeave.Runtime of the weaver's version.");

    internal static readonly SwapDiagnostic MalformedImage = new("HW6107", SwapFailureKind.Refused,
        "The patch's assembly is malformed: {0}. Make the patch again.");

    internal static readonly SwapDiagnostic LoadFailed = new("HW6108", SwapFailureKind.Refused,
        "The patch's assembly cannot be loaded: {0} Make the patch against the assemblies that are deployed.");

    internal static readonly SwapDiagnostic WrongShape = new("HW6109", SwapFailureKind.Refused,
        "The patch does not fit the baseline: {0}. Make the patch again, with the HotWeave version that wove the baseline.");

    internal static readonly SwapDiagnostic Unresolved = new("HW6110", SwapFailureKind.Refused,
        "The patch's method {0} uses what this process does not have: {1} at IL_{2:x4}: {3} Deploy what is missing, or make the patch against the assemblies that are deployed.");

    internal static readonly SwapDiagnostic Inaccessible = new("HW6111", SwapFailureKind.Refused,
        "The patch's method {0} may not use {1} at IL_{2:x4}: {3}. Make the patch again; it must name the assembly in IgnoresAccessChecksTo.");

    internal static readonly SwapDiagnostic NotCompiled = new("HW6112", SwapFailureKind.Refused,
        "The patch's method {0} cannot be compiled: {1} Make the patch again.");

    internal static readonly SwapDiagnostic ConstructorFailed = new("HW6113", SwapFailureKind.Refused,
        "The patch's class {0} cannot be created: {1} Make the patch again.");

    internal static readonly SwapDiagnostic AlreadyCurrent = new("HW6114", SwapFailureKind.NothingToDo,
        "The patch {0} is in force already, in version {1}. There is nothing to do.");

    internal static readonly SwapDiagnostic CollectibleBaseline = new("HW6115", SwapFailureKind.Refused,
        "The assembly {0} is in a load context that can be unloaded, which permanent code may not refer to. Apply the patch as code that can be unloaded too: --reclaimable, or SwapOptions.Reclaimable.");

    internal static readonly SwapDiagnostic NoDynamicCode = new("HW6116", SwapFailureKind.Refused,
        "This process cannot load code (native ahead-of-time compilation). Deploy a build that runs on the JIT compiler.");

    internal static readonly SwapDiagnostic EditAndContinue = new("HW6117", SwapFailureKind.Refused,
        "A debugger is attached and may edit code itself (Edit and Continue). Detach it, or start the process without DOTNET_MODIFIABLE_ASSEMBLIES.");

    internal static readonly SwapDiagnostic InitialiserFailed = new("HW6118",
        "The initialiser of {0}, a static field that the patch adds, threw {1}: {2} Nothing has changed. Correct the cause and apply the patch again.");

    internal static readonly SwapDiagnostic InitialiserOverran = new("HW6119",
        "The initialiser of {0}, a static field that the patch adds, still ran after {1:0.0} s and was given up. Nothing has changed. Raise HotWeave.InitialiserTimeout, or move the work out of the initialiser.");

    internal static readonly SwapDiagnostic OtherDependency = new("HW6120", SwapFailureKind.Refused,
        "The patch needs {0} {1} and has it with it, but the process has {2}, which {3}. Make the patch with --earlier, naming the patch that brought it, or restart on the new build; what is loaded stays for the life of the process.");

    internal static readonly SwapDiagnostic Busy = new("HW6201", SwapFailureKind.Refused,
        "Another swap operation is under way: {0}. Wait until it has ended, or end it: hotweave cancel, HotSwap.CancelOperations.");

    internal static readonly SwapDiagnostic NothingToRollBack = new("HW6204", SwapFailureKind.NothingToDo,
        "The baseline is current; there is no earlier version to roll back to.");

    internal static readonly SwapDiagnostic UnknownVersion = new("HW6205", SwapFailureKind.Refused,
        "There is no version {0} in this process. Ask for the status to see which there are.");

    internal static readonly SwapDiagnostic VersionUnloaded = new("HW6206", SwapFailureKind.Refused,
        "Version {0} was reclaimable and is not loaded any more. Roll back to {1}, or apply its patch again.");

    internal static readonly SwapDiagnostic NotEarlier = new("HW6207", SwapFailureKind.Refused,
        "Version {0} is not earlier than the current version {1}. To go forward, apply its patch.");

    internal static readonly SwapDiagnostic UnitsStillRun = new("HW6208",
        "Units of work still ran after {0:0.0} s: {1}. Nothing has changed. Try again, with a longer timeout or with their cancellation{2}.");

    internal static readonly SwapDiagnostic GateOverrun = new("HW6209",
        "More than {0} threads waited to begin a unit of work, so the swap was undone. These units still ran: {1}. Nothing has changed. Enter units asynchronously, or try again at a quieter time.");

    internal static readonly SwapDiagnostic NothingDrains = new("HW6210", SwapFailureKind.Refused,
        "No unit of work of the version before the current version {0} runs any more, so there is nothing to reverse. Roll back instead.");

    internal static readonly SwapDiagnostic BadSetting = new("HW6211", SwapFailureKind.Refused,
        "The setting {0} is {1}, and must be {2}. Correct it, or say in the swap itself what is wanted.");

    internal static readonly SwapDiagnostic NotPrepared = new("HW6212", SwapFailureKind.Refused,
        "{0}; prepared are: {1}. Prepare it first, or name one of these.");

    internal static readonly SwapDiagnostic SeveralPrepared = new("HW6213", SwapFailureKind.Refused,
        "Several prepared patches are meant: {0}. Say which one, by enough of its digest.");

    internal static readonly SwapDiagnostic NotCurrent = new("HW6214", SwapFailureKind.Refused,
        "Version {0} is not current, {1} is, and only the current version can be confirmed. Ask for the status, then confirm what is meant.");

    internal static readonly SwapDiagnostic FolderUnwritable = new("HW6215",
        "The folder of confirmed patches, {0}, cannot be written: {1} Nothing was confirmed. Make it a folder that the process may write, or set HOTWEAVE_PATCHES to one.");

    internal static readonly SwapDiagnostic JournalUnreadable = new("HW6216",
        "The journal of confirmed patches {0} cannot be read: {1} The baseline runs. Mend that, or apply the patches by hand and confirm them.");

    internal static readonly SwapDiagnostic JournalDamaged = new("HW6217",
        "The journal of confirmed patches {0} is damaged: {1}. The baseline runs. Apply the patches by hand and confirm them, which writes it anew.");

    internal static readonly SwapDiagnostic ConfirmedPatchMissing = new("HW6218",
        "The confirmed patch {0} cannot be read: {1} The baseline runs. Bring the file back, or apply the patches by hand and confirm them.");

    internal static readonly SwapDiagnostic IsCurrent = new("HW6219", SwapFailureKind.Refused,
        "Version {0} is current and cannot be purged. Roll back or apply another patch first.");

    internal static readonly SwapDiagnostic OnTrial = new("HW6220", SwapFailureKind.Refused,
        "Version {0} is on trial with {1:0.##%} of the new units of work. Wait for the verdict, promote it, or roll it back first.");

    internal static readonly SwapDiagnostic StatefulCanary = new("HW6221", SwapFailureKind.Refused,
        "The patch changes what state means ({0}), so its version cannot run beside the old one. Apply it without a share, or with SharedState.");

    internal static readonly SwapDiagnostic NoTrial = new("HW6222", SwapFailureKind.Refused,
        "No share of the units of work has a version on trial, so there is nothing to promote. Ask for the status.");

    internal static readonly SwapDiagnostic NoThread = new("HW6230",
        "The system gives no thread for the operation: the process is at a limit of threads or memory. Nothing has changed. Try again when it is not, or raise the limit.");

    internal static readonly SwapDiagnostic StartOverdue = new("HW6232",
        "The confirmed patches in {0} made no progress for {1:0.0} s while the process started, and were given up. See what stands in the folder, or raise HotWeave.StartTimeout.");

    internal static readonly SwapDiagnostic StartsDied = new("HW6233",
        "{0} starts with the confirmed patches in {1} did not live {2:0.0} s, so that none is applied. Make patches without the fault, apply and confirm them.");

    internal static readonly SwapDiagnostic UpdateHandlerFailed = new("HW6301",
        "The metadata update handler {0} threw {1}: {2} The swap is done; caches that the handler keeps may be stale.");

    internal static readonly SwapDiagnostic SubscriberFailed = new("HW6302",
        "A subscriber of {0} threw {1}: {2} The operation's outcome is not touched.");

    internal static readonly SwapDiagnostic LoadedOtherwise = new("HW6303",
        "The patch was loaded before, {0}, and stays so; the option Reclaimable had no effect.");

    internal static readonly SwapDiagnostic CancellationCallbackFailed = new("HW6304",
        "A callback of a unit's cancellation token threw {0}: {1} The other callbacks ran.");

    internal static readonly SwapDiagnostic NoPatchesFolder = new("HW6305",
        "Version {0} is confirmed in this process only, since no folder for confirmed patches is set; a restart goes back to the baseline. Set HOTWEAVE_PATCHES before the process starts.");

    internal static readonly SwapDiagnostic ConfirmedComesBack = new("HW6306",
        "Version {0} is confirmed and comes back when the process restarts. Confirm version {1} to stay on it.");

    internal static readonly SwapDiagnostic OldPatchesStay = new("HW6307",
        "Patches that are not confirmed any more cannot be removed from {0}: {1} They are not applied. Remove them by hand.");

    internal static readonly SwapDiagnostic NotReapplied = new("HW6308",
        "Version {0} is confirmed and written down, but nothing in this process applied confirmed patches when it started, so a restart stays on the baseline. Start it with DOTNET_STARTUP_HOOKS=HotWeave.Runtime, or call HotSwap.ReapplyAsync.");

    internal static readonly SwapDiagnostic OwnWorkFailed = new("HW6320",
        "What HotWeave does by itself failed ({0}) with {1}: {2} The application runs on. This is a defect of HotWeave, or the process is at a limit; please report it if it is not.");

    internal static readonly SwapDiagnostic UnitLost = new("HW6321",
        "A handle of the unit of work {0} ({1:0.0} s) was never disposed, and nobody can do it any more; it was given back. Dispose every handle, with using.");

    internal static readonly SwapDiagnostic UnitEndedForSwap = new("HW6322",
        "The swap waited for the unit of work {0}, whose handle was never disposed and is gone; it was ended. Dispose every handle, with using.");

    internal static readonly SwapDiagnostic FolderMissing = new("HW6323",
        "The folder of confirmed patches, {0}, is not there, so the deployed build runs. If patches were confirmed, mount or restore it and restart; else the first confirmation makes it.");

    internal static readonly SwapDiagnostic StartedOnBaseline = new("HW6324",
        "The confirmed patches in {0} are not in force: the deployed build runs. Where that is what is wanted, 'hotweave confirm --pid {1}' ends the confirmation; else mend the cause and restart.");

    internal static readonly SwapDiagnostic NewestLeftOut = new("HW6325",
        "The confirmed patch {0} is left out, since {1} starts with it in {2} did not live {3:0.0} s; those before it are in force. Make one without the fault, apply and confirm it.");

    internal static readonly SwapDiagnostic ListenerFailed = new("HW6326",
        "A listener to the {0} of HotWeave threw {1}: {2} The operation's outcome is not touched.");

    internal static readonly SwapDiagnostic FinalizersHang = new("HW6327",
        "The application's finalizers have not ended within {0:0.0} s, so that code may be unloaded later than this says. See which of them hangs; then purge again.");

    internal static readonly SwapDiagnostic NeedsQuiescence = new("HW6501", SwapFailureKind.Refused,
        "The swap changes state, so that two versions must not run at once, and the mode {0} would let them: {1}. Use the mode Quiescent; without code change, SharedState accepts it.");

    internal static readonly SwapDiagnostic NoChain = new("HW6502", SwapFailureKind.Refused,
        "No code change leads the state of {0} from {1} to {2}; there are: {3}. Keep the hooks of all states that run somewhere in the source, and make the patch again.");

    internal static readonly SwapDiagnostic NoWayBack = new("HW6503", SwapFailureKind.Refused,
        "There is no way back for the state: {0}. Stay on this version, or go back with AcceptState, and the older code finds the objects as they are.");

    internal static readonly SwapDiagnostic CodeChangeFailed = new("HW6504",
        "The code change {0} ({1}) threw {2}: {3} Everything was restored, and version {4} runs on.");

    internal static readonly SwapDiagnostic CodeChangeOverdue = new("HW6505",
        "The code change did not end within {0:0.0} s; at that time ran {1}. Everything was restored then, and version {2} runs on. Give it a longer timeout, or make the hook quicker.");

    internal static readonly SwapDiagnostic OutsideCalls = new("HW6506",
        "While state was carried over, calls from outside units of work reached code that changes: {0}. Everything was restored, and version {1} runs on. Make them units of work, or accept them with AcceptOutsideCalls.");

    internal static readonly SwapDiagnostic Vetoed = new("HW6507",
        "The hook {0} refuses the swap: {1} Nothing has changed.");

    internal static readonly SwapDiagnostic BeforeSwapFailed = new("HW6508",
        "The hook {0}, called before the swap, threw {1}: {2} Nothing has changed.");

    internal static readonly SwapDiagnostic LazyChangeFailed = new("HW6509",
        "The code change {0}, run at its first use, threw {1}: {2} The object is as it was, and a rollback has begun.");

    internal static readonly SwapDiagnostic ObjectsLoseCode = new("HW6510", SwapFailureKind.Refused,
        "Objects of {0} that exist would go back to the deployed code: the patch has none for them, and version {1} has given them another. Set their new fields in a method marked [InitializeExisting] and make the patch again, roll back to the baseline first, or accept it with AcceptState.");

    internal static readonly SwapDiagnostic NoService = new("HW6511", SwapFailureKind.Refused,
        "Objects of {0} that exist would get the service {1}, and {2}. Nothing has changed. Make the patch without --services, set the field in a method marked [InitializeExisting], or deploy with a restart.");

    internal static readonly SwapDiagnostic HookFailed = new("HW6521",
        "The hook {0} threw {1}: {2} The swap's outcome is not touched.");

    internal static readonly SwapDiagnostic OutsideCallsAccepted = new("HW6522",
        "While state was carried over, calls from outside units of work reached code that changes, and were accepted: {0}.");

    internal static readonly SwapDiagnostic GivenBack = new("HW6309",
        "Version {0} was given back by itself, since its trial failed: {1}. Mend it, and make a new patch.");

    internal static readonly SwapDiagnostic NotAudited = new("HW6310",
        "The operation is not in the audit log {0}: {1} Its outcome is not touched. Make it a file that the process may write, or set HOTWEAVE_AUDIT to one.");

    internal static readonly SwapDiagnostic ReappliedByHost = new("HW6311",
        "Version {0} is confirmed, and has a patch of {1} in a load context of the application's own, which is not there when the process starts. Call HotSwap.ReapplyAsync with the context whenever the assemblies are loaded into one.");

    internal static readonly SwapDiagnostic NoIntegration = new("HW8001",
        "The patch maps end points anew, and no running application of this process has called AddHotWeave() with its end points left to it. Nothing has changed. Deploy with a restart, or make the patch with --accept HW3351, which leaves the end points as they are.");

    internal static readonly SwapDiagnostic EndpointsDiffer = new("HW8002",
        "The end points of the running application are not those that its deployed Main maps: {0}. Nothing has changed. Deploy with a restart, or make the patch with --accept HW3351, which leaves the end points as they are.");

    internal static readonly SwapDiagnostic MappingFailed = new("HW8003",
        "The new build's end points could not be mapped: {0}: {1} Nothing has changed. Correct what maps them, or make the patch with --accept HW3351, which leaves the end points as they are.");

    internal static readonly SwapDiagnostic NoContracts = new("HW8010",
        "The patch shows properties that it adds to System.Text.Json, and no running application of this process has called AddHotWeave() with its contracts left to it. Nothing has changed. Deploy with a restart, or make the patch with --accept HW3354, which leaves the contracts as they are.");

    internal static readonly SwapDiagnostic ContractsOutOfReach = new("HW8011",
        "The properties that the patch adds cannot be shown to the frameworks: {0}: {1} Nothing has changed. Deploy with a restart, or make the patch with --accept HW3354, which leaves the contracts as they are.");

    internal static readonly SwapDiagnostic ControllersFailed = new("HW8012",
        "The controllers and actions that the patch adds could not be mapped: {0}: {1} Nothing has changed. "
        + "Correct what they say, or make the patch with --accept HW3358 or HW3360, which leave them out.");

    internal static readonly SwapDiagnostic NoHost = new("HW8013",
        "The patch adds hosted services, and no running application of this process has called AddHotWeave(). Nothing has changed. Deploy with a restart, or make the patch with --accept HW3359, which leaves them out.");

    internal static readonly SwapDiagnostic HostedServiceFailed = new("HW8014",
        "The hosted service {0} of the patch could not be made: {1}: {2} Nothing has changed. Correct it, or make the patch with --accept HW3359, which leaves it out.");

    internal static readonly SwapDiagnostic NoServices = new("HW8015",
        "The patch registers services, and no running application of this process has called AddHotWeave(). Nothing has changed. "
        + "Deploy with a restart, or make the patch with --accept HW3363, which leaves them out.");

    internal static readonly SwapDiagnostic ServicesFailed = new("HW8016",
        "The services that the patch registers cannot be made beside those of the application: {0}: {1} Nothing has changed. "
        + "Correct what registers them, or make the patch with --accept HW3363, which leaves them out.");

    internal static readonly SwapDiagnostic NoStubs = new("HW9038", SwapFailureKind.Refused,
        "'{0}' was woven in memory, and what wove it is not there to give the changed types their stubs. Nothing has changed. "
        + "Apply the patch with the tool that wove the process.");

    internal static readonly SwapDiagnostic Defect = new("HW9001",
        "HotWeave failed with {0}: {1} Nothing has changed. This is a defect of HotWeave; please report it with the inner exception.");
}

using HotWeave.Control.Protocol;
using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>Everything the tool itself says: HW70xx about processes, files and live control, HW71xx about application folders.</summary>
internal static class UseDiagnostics
{
    public static readonly DiagnosticDescriptor NoSuchProcess = new("HW7001", Use, Error,
        "There is no process {0}. List the processes that can be swapped with 'hotweave ps'.");

    public static readonly DiagnosticDescriptor OtherUser = new("HW7002", Use, Error,
        "Process {0} belongs to user {1}, you are {2}. Only its own user may swap a process, not even root; run the tool as that user.");

    public static readonly DiagnosticDescriptor NotDotNet = new("HW7003", Use, Error,
        "Process {0} ({1}) shows no sign of .NET. List the processes that can be swapped with 'hotweave ps'.");

    public static readonly DiagnosticDescriptor FrameworkTooOld = new("HW7004", Use, Error,
        "Process {0} runs .NET {1}; live control needs .NET 8 or later. Move the application to .NET 8.");

    public static readonly DiagnosticDescriptor DiagnosticsOff = new("HW7005", Use, Error,
        "Process {0} has no diagnostics port: it was started with DOTNET_EnableDiagnostics=0 (or DOTNET_EnableDiagnostics_IPC=0), or its temporary folder is not writable. Start it with diagnostics enabled.");

    public static readonly DiagnosticDescriptor StartupHooksOff = new("HW7006", Use, Error,
        "Process {0} took the agent and did not run it within {1} s: startup hooks are switched off there (StartupHookSupport=false, the default of trimmed applications), or the process is suspended. Publish with <StartupHookSupport>true</StartupHookSupport>.");

    public static readonly DiagnosticDescriptor NoRuntime = new(ControlCodes.NoRuntime, Use, Error,
        "Process {0} ({1}) does not use HotWeave: neither is HotWeave.Runtime loaded nor does its deps.json name it. Weave the application first; see 'hotweave weave'.");

    public static readonly DiagnosticDescriptor NoAnswer = new("HW7008", Use, Error,
        "Process {0} does not answer on its diagnostics port within {1} s. It may be stopped, or halted in a debugger; let it run and try again.");

    public static readonly DiagnosticDescriptor FolderNotPrivate = new("HW7009", Use, Error,
        "The control folder '{0}' cannot be used: {1}. It must be a folder of your own with mode 0700; remove what stands there.");

    public static readonly DiagnosticDescriptor AgentFailed = new(ControlCodes.AgentFailed, Use, Error,
        "The control agent cannot work in process {0}: {1}");

    public static readonly DiagnosticDescriptor WrongPeer = new("HW7011", Use, Error,
        "The control socket '{0}' is served by process {1} of user {2}, not by process {3} itself. Nothing was sent. Find out what that process is; remove the socket if it is stale.");

    public static readonly DiagnosticDescriptor ConnectionLost = new("HW7012", Use, Error,
        "The connection to process {0} broke before the answer came: {1}. Whether the turn was made is not known; ask with 'hotweave status --pid {0}'.");

    public static readonly DiagnosticDescriptor RuntimeMismatch = new(ControlCodes.RuntimeMismatch, Use, Error,
        "Process {0} uses a HotWeave.Runtime that this tool does not know: {1}. Use the tool of the version that the application was woven with.");

    public static readonly DiagnosticDescriptor IncompleteInstall = new("HW7014", Use, Error,
        "'{0}' is missing beside the tool. Install the tool again.");

    public static readonly DiagnosticDescriptor SocketPathTooLong = new("HW7015", Use, Error,
        "The path of the control socket, '{0}', is longer than the {1} bytes that the system allows. Start the application with a shorter TMPDIR.");

    public static readonly DiagnosticDescriptor ProtocolMismatch = new(ControlCodes.ProtocolMismatch, Use, Error,
        "What answers on the control socket of process {0} does not speak this tool's protocol: {1}");

    public static readonly DiagnosticDescriptor Trimmed = new("HW7018", Use, Error,
        "Process {0} is trimmed and has no {1}, which the control agent needs. Publish without trimming, or with the package HotWeave, which keeps it.");

    public static readonly DiagnosticDescriptor CannotRead = new("HW7020", Use, Error,
        "'{0}' cannot be read: {1}");

    public static readonly DiagnosticDescriptor CannotWrite = new("HW7021", Use, Error,
        "'{0}' cannot be written: {1} Nothing was changed.");

    public static readonly DiagnosticDescriptor PatchTooLarge = new("HW7022", Use, Error,
        "'{0}' has {1} bytes; a patch has at most {2}.");

    public static readonly DiagnosticDescriptor DamagedPatch = new("HW7030", Use, Error,
        "'{0}' is no intact patch: {1}. Copy the file again, or make the patch again.");

    public static readonly DiagnosticDescriptor NotWoven = new("HW7031", Use, Error,
        "'{0}' is not woven. Weave it with 'hotweave weave', or reference the package HotWeave.");

    public static readonly DiagnosticDescriptor NothingWoven = new("HW7032", Use, Error,
        "Nothing to weave in '{0}': no type is marked [Swappable], and none is selected. Select types with --all or --include.");

    public static readonly DiagnosticDescriptor StubNotWritten = new("HW7090", Use, Error,
        "The project for fields without a value cannot be written to {0}: {1}. Name another folder.");

    public static readonly DiagnosticDescriptor SarifNotWritten = new("HW7033", Use, Error,
        "The messages cannot be written to '{0}': {1}. Name a file in a folder that exists and can be written.");

    public static readonly DiagnosticDescriptor BesideTheCode = new("HW7034", NextStart, Warning,
        "The new folder differs beside the code: {0}. A patch carries code only; copy what the running process reads, or deploy with a restart.");

    public static readonly DiagnosticDescriptor TrialFailed = new("HW7035", Use, Error,
        "Version {0} failed its trial, and the process went back: {1}. Mend it, and make a new patch.");

    public static readonly DiagnosticDescriptor NoVerdict = new("HW7036", Use, Error,
        "There is no verdict on version {0}: {1}. Decide with 'hotweave promote', 'confirm' or 'rollback'.");

    public static readonly DiagnosticDescriptor GroupRefused = new("HW7037", Use, Error,
        "Process {0} refused the patch, so none of the processes that were named has it. The next message says why.");

    public static readonly DiagnosticDescriptor GroupNotCommitted = new("HW7038", Use, Error,
        "Process {0} could not make the patch current, so the processes that had it go back. The next message says why.");

    public static readonly DiagnosticDescriptor GroupNotBack = new("HW7039", Use, Error,
        "Process {0} could not go back and stays on version {1}, unlike others that were named. The next message says why; mend that and roll it back.");

    public static readonly DiagnosticDescriptor GroupNotDiscarded = new("HW7040", Use, Error,
        "Process {0} keeps the patch prepared; nothing of it is current. The next message says why; 'hotweave discard' gives it up.");

    public static readonly DiagnosticDescriptor NoTrialBegan = new("HW7043", Use, Error,
        "No trial began, so there is no verdict to wait for: {0} Ask with 'hotweave status' what became of the version, or leave out --wait.");

    public static readonly DiagnosticDescriptor FolderInspected = new("HW7044", Use, Error,
        "'{0}' is a folder. Name a woven assembly or a patch; woven in it: {1}.");

    public static readonly DiagnosticDescriptor TooMuchMemory = new("HW7045", Use, Error,
        "The command needs more memory than the tool may take ({0} MB): {1} A damaged file is the usual cause; for a very large application set DOTNET_GCHeapHardLimit to more.");

    public static readonly DiagnosticDescriptor FileProblem = new("HW7046", Use, Error,
        "A file cannot be used: {0}");

    public static readonly DiagnosticDescriptor NoAuditLog = new("HW7047", Use, Error,
        "Process {0} writes no audit log. Set HotWeave.Audit (HOTWEAVE_AUDIT), or HotWeave.Patches, beside whose patches it lies, and start it again.");

    public static readonly DiagnosticDescriptor NotWritten = new("HW7048", Use, Error,
        "What came of the command ({0}) could not be written: {1} What it did is done all the same.");

    public static readonly DiagnosticDescriptor NoneOfThatName = new("HW7049", Use, Error,
        "There is no live process{0} that can be swapped. List them with 'hotweave ps'.");

    public static readonly DiagnosticDescriptor SeveralOfThatName = new("HW7050", Use, Error,
        "Several live processes are named '{0}': {1}. Say which one is meant with --pid.");

    public static readonly DiagnosticDescriptor OneAtATime = new("HW7051", Use, Error,
        "{0} is for one process, and these are meant: {1}. Say which one with --pid.");

    public static readonly DiagnosticDescriptor NoApplication = new("HW7101", Use, Error,
        "'{0}' holds no published application: it has no *.runtimeconfig.json with its assembly beside it. Name the folder that 'dotnet publish' wrote.");

    public static readonly DiagnosticDescriptor SingleFile = new("HW7103", Use, Error,
        "'{0}' is a single-file application; its assemblies cannot be woven from outside. Reference the package HotWeave and publish again: single file works that way.");

    public static readonly DiagnosticDescriptor NativeAot = new("HW7104", Use, Error,
        "'{0}' is compiled ahead of time (NativeAOT) and cannot load code. Publish without PublishAot.");

    public static readonly DiagnosticDescriptor Composite = new("HW7105", Use, Error,
        "'{0}' is part of a composite ReadyToRun image, which holds its native code elsewhere. Publish without PublishReadyToRunComposite.");

    public static readonly DiagnosticDescriptor NoSuchAssembly = new("HW7106", Use, Error,
        "'{0}' names no assembly of the application in '{1}'. Its own assemblies and those of its packages can be named, the framework's cannot.");

    public static readonly DiagnosticDescriptor DamagedJson = new("HW7107", Use, Error,
        "'{0}' is damaged: {1}. Publish the application again.");

    public static readonly DiagnosticDescriptor FolderInUse = new("HW7108", Use, Error,
        "Process {0} ({1}) runs from '{2}'. An assembly that it has yet to load would be the woven one, which that process cannot load. Stop it first, or weave a copy of the folder.");

    public static readonly DiagnosticDescriptor NothingToRestore = new("HW7109", Use, Error,
        "'{0}' was not woven by 'hotweave weave', so there is nothing to restore.");

    public static readonly DiagnosticDescriptor DamagedRecord = new("HW7110", Use, Error,
        "'{0}' is damaged: {1}. It says what weaving did to the folder; publish the application again into an empty folder.");

    public static readonly DiagnosticDescriptor ChangedSinceWoven = new("HW7111", Use, Error,
        "'{0}' was changed after it was woven; restoring would lose that. Publish the application again, or weave the folder again to take the file as the new original.");

    public static readonly DiagnosticDescriptor Unfinished = new("HW7112", Use, Error,
        "Changing '{0}' stopped half way: {1} The application in it can be started. Mend the cause and run the same command again; it finishes first.");

    public static readonly DiagnosticDescriptor Recovered = new("HW7113", Use, Warning,
        "An earlier run on '{0}' was interrupted; what it had begun was finished or cleared first.");

    public static readonly DiagnosticDescriptor AppTooOld = new("HW7115", Use, Error,
        "'{0}' asks for .NET {1}; woven code needs .NET 8 or later.");

    public static readonly DiagnosticDescriptor TrimmedFramework = new("HW7116", Use, Error,
        "The framework in '{0}' is trimmed and has no {1}, which HotWeave.Runtime needs. Publish without trimming, or with the package HotWeave, which keeps it.");

    public static readonly DiagnosticDescriptor OtherRuntime = new("HW7117", Use, Error,
        "'{0}' is HotWeave.Runtime {1}; this tool weaves for {2}. Use the tool of version {1}, or build the application with the package HotWeave {2}.");

    public static readonly DiagnosticDescriptor FolderLocked = new("HW7118", Use, Error,
        "Another 'hotweave weave' works on '{0}', or the folder cannot be locked: {1}");

    public static readonly DiagnosticDescriptor HooksOffInApp = new("HW7119", Use, Warning,
        "'{0}' switches startup hooks off, so 'hotweave apply' will not reach its processes; the HotSwap class will. Publish with <StartupHookSupport>true</StartupHookSupport>.");

    public static readonly DiagnosticDescriptor LeftUnwoven = new("HW7120", Use, Warning,
        "'{0}' belongs to the application and was left as it is: {1}. No patch can carry a change of it; it takes effect at the next start.");

    public static readonly DiagnosticDescriptor ReferredUnwoven = new("HW7122", Use, Warning,
        "Woven code refers to {0}, which was left as it is; a change of it takes effect at the next start. "
        + "Name what belongs to the application with --assembly too.");

    public static readonly DiagnosticDescriptor NotTrusted = new("HW7121", Use, Error,
        "'{0}' is not believed: {1}. Nothing was changed. Look at what it is and who put it there, and remove it if you do not need it.");

    public static readonly DiagnosticDescriptor WrongPort = new("HW7042", Use, Error,
        "The diagnostics port '{0}' is served by process {1} of user {2}, not by process {3} itself. Nothing was sent. "
        + "Find out what that process is; remove the socket if it should not be there.");

    public static readonly DiagnosticDescriptor UnwovenDiffers = new("HW7041", NextStart, Warning,
        "{0} differs, and the deployed one is not woven, so no patch carries what changed in it; it takes effect at the next start. "
        + "Weave it in the next deployment.");
}

using HotWeave.Control.Protocol;
using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>Everything the tool itself says: HW70xx about processes, files and live control, HW71xx about application folders.</summary>
internal static class UseDiagnostics
{
    public static readonly DiagnosticDescriptor NoSuchProcess = new("HW7001", Error,
        "There is no process {0}. List the processes that can be swapped with 'hotweave ps'.");

    public static readonly DiagnosticDescriptor OtherUser = new("HW7002", Error,
        "Process {0} belongs to user {1}, you are {2}. Only its own user may swap a process, not even root; run the tool as that user.");

    public static readonly DiagnosticDescriptor NotDotNet = new("HW7003", Error,
        "Process {0} ({1}) shows no sign of .NET. List the processes that can be swapped with 'hotweave ps'.");

    public static readonly DiagnosticDescriptor FrameworkTooOld = new("HW7004", Error,
        "Process {0} runs .NET {1}; live control needs .NET 8 or later. Move the application to .NET 8.");

    public static readonly DiagnosticDescriptor DiagnosticsOff = new("HW7005", Error,
        "Process {0} has no diagnostics port: it was started with DOTNET_EnableDiagnostics=0 (or DOTNET_EnableDiagnostics_IPC=0), or its temporary folder is not writable. Start it with diagnostics enabled.");

    public static readonly DiagnosticDescriptor StartupHooksOff = new("HW7006", Error,
        "Process {0} took the agent and did not run it within {1} s: startup hooks are switched off there (StartupHookSupport=false, the default of trimmed applications), or the process is suspended. Publish with <StartupHookSupport>true</StartupHookSupport>.");

    public static readonly DiagnosticDescriptor NoRuntime = new(ControlCodes.NoRuntime, Error,
        "Process {0} ({1}) does not use HotWeave: neither is HotWeave.Runtime loaded nor does its deps.json name it. Weave the application first; see 'hotweave weave'.");

    public static readonly DiagnosticDescriptor NoAnswer = new("HW7008", Error,
        "Process {0} does not answer on its diagnostics port within {1} s. It may be stopped, or halted in a debugger; let it run and try again.");

    public static readonly DiagnosticDescriptor FolderNotPrivate = new("HW7009", Error,
        "The control folder '{0}' cannot be used: {1}. It must be a folder of your own with mode 0700; remove what stands there.");

    public static readonly DiagnosticDescriptor AgentFailed = new(ControlCodes.AgentFailed, Error,
        "The control agent cannot work in process {0}: {1}");

    public static readonly DiagnosticDescriptor WrongPeer = new("HW7011", Error,
        "The control socket '{0}' is served by process {1} of user {2}, not by process {3} itself. Nothing was sent. Find out what that process is; remove the socket if it is stale.");

    public static readonly DiagnosticDescriptor ConnectionLost = new("HW7012", Error,
        "The connection to process {0} broke before the answer came: {1}. Whether the turn was made is not known; ask with 'hotweave status --pid {0}'.");

    public static readonly DiagnosticDescriptor RuntimeMismatch = new(ControlCodes.RuntimeMismatch, Error,
        "Process {0} uses a HotWeave.Runtime that this tool does not know: {1}. Use the tool of the version that the application was woven with.");

    public static readonly DiagnosticDescriptor IncompleteInstall = new("HW7014", Error,
        "'{0}' is missing beside the tool. Install the tool again.");

    public static readonly DiagnosticDescriptor SocketPathTooLong = new("HW7015", Error,
        "The path of the control socket, '{0}', is longer than the {1} bytes that the system allows. Start the application with a shorter TMPDIR.");

    public static readonly DiagnosticDescriptor ProtocolMismatch = new(ControlCodes.ProtocolMismatch, Error,
        "What answers on the control socket of process {0} does not speak this tool's protocol: {1}");

    public static readonly DiagnosticDescriptor Trimmed = new("HW7018", Error,
        "Process {0} is trimmed and has no {1}, which the control agent needs. Publish without trimming, or with the package HotWeave, which keeps it.");

    public static readonly DiagnosticDescriptor CannotRead = new("HW7020", Error,
        "'{0}' cannot be read: {1}");

    public static readonly DiagnosticDescriptor CannotWrite = new("HW7021", Error,
        "'{0}' cannot be written: {1} Nothing was changed.");

    public static readonly DiagnosticDescriptor PatchTooLarge = new("HW7022", Error,
        "'{0}' has {1} bytes; a patch has at most {2}.");

    public static readonly DiagnosticDescriptor NeitherAssemblyNorPatch = new("HW7030", Error,
        "'{0}' is neither a .NET assembly nor a patch: {1}");

    public static readonly DiagnosticDescriptor NotWoven = new("HW7031", Error,
        "'{0}' is not woven. Weave it with 'hotweave weave', or reference the package HotWeave.");

    public static readonly DiagnosticDescriptor NothingWoven = new("HW7032", Error,
        "Nothing to weave in '{0}': no type is marked [Swappable], and none is selected. Select types with --all or --include.");
}

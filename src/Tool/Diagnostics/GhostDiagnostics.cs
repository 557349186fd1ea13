using HotWeave.Control.Protocol;
using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What the tool says about weaving processes in memory, HW902x and HW903x.</summary>
internal static class GhostDiagnostics
{
    public static readonly DiagnosticDescriptor Prepared = new("HW9020", Use, Error,
        "Process {0} ({1}) uses HotWeave already, so there is nothing to weave in its memory. Make patches against the build that it was started from.");

    public static readonly DiagnosticDescriptor NoNativePart = new("HW9021", Use, Error,
        "Processes cannot be woven in memory here: the tool has no native part for {0}. Weave the folder with 'hotweave weave <folder>' and start it anew.");

    public static readonly DiagnosticDescriptor OtherProfiler = new("HW9022", Use, Error,
        "Process {0} has a profiler attached{1}, and .NET takes one only. Nothing has changed. Start it without that profiler, or weave its folder.");

    public static readonly DiagnosticDescriptor AttachFailed = new("HW9023", Use, Error,
        "The runtime of process {0} did not attach the native part (0x{1}). Nothing has changed. Weave its folder with 'hotweave weave <folder>' and start it anew.");

    public static readonly DiagnosticDescriptor NotWhatRuns = new("HW9024", Use, Error,
        "'{0}' is not what process {1} has loaded: no module of it has the id {2}. Nothing has changed. Leave it out with --assembly, or start the process anew from the folder.");

    public static readonly DiagnosticDescriptor AlreadyGhost = new("HW9026", Use, Error,
        "'{1}' of process {0} is woven in memory already, or that was begun and failed. A process is woven in memory once; start it anew to weave it otherwise.");

    public static readonly DiagnosticDescriptor Failed = new("HW9027", Use, Error,
        "Weaving process {0} in memory failed while {1} of '{2}' (0x{3}). Its methods run as they did, and no patch takes it for woven.");

    public static readonly DiagnosticDescriptor StubRefused = new(ControlCodes.StubRefused, Use, Error,
        "The runtime of process {0} does not take a stub: {1} Those that were asked for with it were taken back; nothing has changed.");

    public static readonly DiagnosticDescriptor BatchSpent = new(ControlCodes.BatchSpent, Use, Error,
        "Process {0} runs .NET {1}, where methods get stubs once, and the patch changes types that got none then. Nothing has changed. "
        + "Deploy it with a restart.");

    public static readonly DiagnosticDescriptor CopyNotWoven = new(ControlCodes.CopyNotWoven, Use, Error,
        "Process {0} was woven in memory, and holds a further copy of '{1}' that could not be, as of a collectible load context: the patch would "
        + "not reach it. Nothing has changed. Deploy it with a restart.");

    public static readonly DiagnosticDescriptor OutputTaken = new("HW9029", Use, Error,
        "'{0}' exists already. Name a folder that does not: the copy of what the process runs goes there.");

    public static readonly DiagnosticDescriptor NoFolder = new("HW9030", Use, Error,
        "The folder that process {0} ({1}) runs from is not known: no file of its main assembly is mapped, and its executable holds none. Weave its folder and start it anew.");

    public static readonly DiagnosticDescriptor RunsInlined = new("HW9032", Use, Warning,
        "Process {0}: {1} runs on thread {2} in code from before the weaving, which has methods inlined that were woven. No patch reaches them there until it returns.");

    public static readonly DiagnosticDescriptor MayRunInlined = new("HW9033", Use, Warning,
        "Process {0}: {1} runs on thread {2} in code from before the weaving, which may have methods inlined that were woven. No patch would reach them there until it returns.");

    public static readonly DiagnosticDescriptor RefusedForInlined = new(ControlCodes.RunsInlined, Use, Error,
        "Process {0} was woven in memory, and what its threads run from before would not take the patch: {1}. Nothing has changed. "
        + "Accept that with --accept-inlined, or wait until they return.");

    public static readonly DiagnosticDescriptor ForgottenAtRestart = new("HW9035", Use, Warning,
        "Process {0} was woven in memory: a restart forgets that, and the patch with it. Start it from the copy that it was woven with to keep both, or weave with --weave-on-restart.");

    public static readonly DiagnosticDescriptor NoRestart = new("HW9039", Use, Error,
        "Process {0} ({1}) runs from no folder that could be woven for its next start: it is a single-file executable, or in a container. Nothing has changed. "
        + "Weave it without --weave-on-restart.");

    public static readonly DiagnosticDescriptor Limits = new("HW9031", Use, Warning,
        "Process {0} is a ghost: compiled expression trees and dynamic methods keep for ever what they had inlined of its methods, which nobody can see; "
        + "calls between methods of one type reach the current version, too; and a restart forgets the weaving.");

    public static readonly DiagnosticDescriptor FolderWoven = new("HW7150", Use, Error,
        "'{0}' is woven already, so Harmony has nothing to weave in its processes. Make patches against the build that they were started from.");

    public static readonly DiagnosticDescriptor CallersUnknown = new("HW7151", Use, Warning,
        "What calls the methods that get stubs is not known of one file, so methods of it may keep what they have inlined: {0}");
}

using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;
using HotWeave.Tool.Bundles;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Processes;
using HotWeave.Weaver.Model.Ghost;
using HotWeave.Weaver.Writing.Ghost;

namespace HotWeave.Tool.Ghost;

/// <summary>A process that is to be woven in memory, as far as it goes over its diagnostics port and its agent.</summary>
internal sealed class LiveGhost
{
    private const uint ProfilerAlreadyActive = 0x8013136A; // CORPROF_E_PROFILER_ALREADY_ACTIVE

    // The native part's class, as its class factory knows it.
    private static readonly Guid s_class = new("5c0a2d0e-6f0b-4d5e-9d2b-7d3f4e0c8a15");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ProcessFacts _process;
    private readonly byte[] _library;
    private readonly string _port;
    private readonly DotNetIdentity _identity;

    private LiveGhost(ProcessFacts process, byte[] library, string port, DotNetIdentity identity)
    {
        _process = process;
        _library = library;
        _port = port;
        _identity = identity;
    }

    /// <summary>Looks at a process, and refuses one that cannot be reached.</summary>
    /// <param name="process">The process.</param>
    /// <param name="library">The native part.</param>
    /// <exception cref="RefusedException">With the reason.</exception>
    public static LiveGhost Open(ProcessFacts process, byte[] library)
    {
        AgentInjector.CheckPort(process, AgentImage.Read());
        var port = DiagnosticsPort.Find(process) ?? throw new RefusedException(UseDiagnostics.DiagnosticsOff.With(process.Id));
        var identity = DiagnosticsPort.Ask(port, process) ?? throw NoAnswer(process);
        return new LiveGhost(process, library, port, identity);
    }

    /// <summary>The first number of its .NET's version.</summary>
    public int Release => int.TryParse(_identity.RuntimeVersion.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    /// <summary>
    /// The folder that it runs from, as this process sees it: where the file of its main assembly is that it has mapped; null for a single file.
    /// </summary>
    public string? FindFolder()
    {
        var mapped = _process.MappedFiles.FirstOrDefault(f => Path.GetFileName(f) == _identity.EntryAssembly + ".dll");
        return mapped is null ? null : Path.GetDirectoryName(_process.Here(mapped));
    }

    /// <summary>Writes what it runs into a folder: a copy of the one where the file of its main assembly is, or what its single file holds.</summary>
    /// <param name="output">The folder, which does not exist yet.</param>
    /// <returns>The folder's path.</returns>
    /// <exception cref="RefusedException">HW9029, HW9030, HW7021.</exception>
    public string CopyTo(string output)
    {
        if (FindFolder() is { } folder)
            return AppCopy.OfFolder(folder, output);
        return FindBundle() is { } bundle && bundle.Find(_identity.EntryAssembly + ".dll") is not null
            ? AppCopy.OfBundle(bundle, output)
            : throw new RefusedException(GhostDiagnostics.NoFolder.With(_process.Id, _process.Name));
    }

    /// <summary>Weaves what it has loaded.</summary>
    /// <param name="plans">How.</param>
    /// <param name="stubNow">Whether all methods get their stubs at once; else each when the first patch needs it.</param>
    /// <param name="patches">Where confirmed patches go, unless the process says so itself.</param>
    /// <exception cref="RefusedException">It was not woven, and runs as it did.</exception>
    public GhostReply Weave(IReadOnlyList<GhostPlan> plans, bool stubNow, string patches)
    {
        var agent = AgentImage.Read();
        var folder = ControlFolder.Open(_process, agent);
        var runtime = File.ReadAllBytes(Companion.Runtime);
        using var definition = Mono.Cecil.AssemblyDefinition.ReadAssembly(new MemoryStream(runtime));
        var request = new GhostRequest(
            folder.PlaceFile("native-" + Digest(_library), "HotWeave.Ghost.so", _library),
            folder.PlaceFile("runtime-" + Digest(runtime), "HotWeave.Runtime.dll", runtime),
            _process.Root.Length == 0 ? patches : "",
            stubNow,
            [.. plans.Select(p => Describe(p, definition.Name.Version))]);
        Attach(request.Library);
        using var connection = ControlConnection.TryOpen(_process, folder) ?? new AgentInjector(_process, folder).Inject();
        var reply = connection.Ask<GhostReply>(request);
        return (GhostStep)reply.Step == GhostStep.Done ? reply : throw new RefusedException(GhostFailure.Diagnose(_process, plans, reply));
    }

    private static GhostModule Describe(GhostPlan plan, Version runtime) => new(
        plan.Assembly,
        plan.Mvid,
        GhostPlanWriter.Write([plan], runtime),
        [.. plan.Types.Select(static t => new GhostTypeMethods(t.Token, [.. t.Exports.Select(static e => e.Method)]))],
        plan.Callers);

    private BundleFile? FindBundle()
    {
        if (_process.Executable.Length == 0)
            return null;
        try
        {
            return BundleFile.TryRead(_process.Here(_process.Executable));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(_process.Executable, e.Message), e);
        }
    }

    // Where one is attached already it may be this library, of a tool that was interrupted; the agent knows.
    private void Attach(string library)
    {
        DiagnosticsAnswer answer;
        try
        {
            answer = DiagnosticsPort.AttachProfiler(_port, _process, s_class, library, s_patience);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new RefusedException(UseDiagnostics.NoAnswer.With(_process.Id, s_patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)), e);
        }

        if (answer is { IsSuccess: false, Code: not ProfilerAlreadyActive })
            throw new RefusedException(GhostDiagnostics.AttachFailed.With(_process.Id, answer.Code.ToString("x8", CultureInfo.InvariantCulture)));
    }

    private static RefusedException NoAnswer(ProcessFacts process) => new(UseDiagnostics.NoAnswer.With(process.Id, 3));

    private static string Digest(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes))[..16].ToLowerInvariant();
}

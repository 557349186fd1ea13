using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Control.Ghost;
using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>
/// Hands requests to the process's own HotWeave.Runtime. Methods that name its types stand in <see cref="SwapRequests"/> and are entered only once
/// it is known to load; what a foreign version of it lacks then fails inside <see cref="Handle"/>.
/// </summary>
internal sealed class RuntimeGateway : IControlGateway
{
    private const string RuntimeName = "HotWeave.Runtime";

    // Not RuntimeInformation: trimming replaces what it says by constants and takes it away.
    private static string Framework => ".NET " + Environment.Version;

    public Welcome Welcome()
    {
        var problem = Find(out var version);
        return new Welcome(ControlProtocol.Version, Environment.ProcessId, Framework, version, problem?.Message ?? "");
    }

    public ControlMessage Handle(ControlMessage request, string requester, Func<ControlMessage, ControlMessage?> ask, CancellationToken cancellationToken)
    {
        try
        {
            if (request is GhostRequest ghost)
                return Weave(ghost);
            return Find(out _) ?? Pass(request, requester, ask, cancellationToken);
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException or FileLoadException or FileNotFoundException)
        {
            return new Refusal(ControlCodes.RuntimeMismatch, e.Message);
        }
    }

    private static Refusal? Find(out string version)
    {
        version = "";
        try
        {
            version = Assembly.Load(RuntimeName).GetName().Version?.ToString() ?? "";
            return null;
        }
        catch (FileNotFoundException)
        {
            return new Refusal(ControlCodes.NoRuntime, "it has no " + RuntimeName);
        }
        catch (Exception e) when (e is FileLoadException or BadImageFormatException)
        {
            return new Refusal(ControlCodes.RuntimeMismatch, e.Message);
        }
    }

    // It brings the runtime along, so none is looked for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GhostReply Weave(GhostRequest request) => GhostRequests.Weave(request);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ControlMessage Pass(ControlMessage request, string requester, Func<ControlMessage, ControlMessage?> ask, CancellationToken cancellationToken) =>
        // Waiting blocks this session's own thread only.
        GhostTerms.Answer(request) ?? SwapRequests.HandleAsync(request, requester, cancellationToken, ask).GetAwaiter().GetResult();
}

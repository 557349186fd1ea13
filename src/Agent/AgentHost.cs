using System.Runtime.InteropServices;
using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;

namespace HotWeave.Control;

/// <summary>The one listener of this process. The runtime enters the agent as often as an operator asks, always through a static method.</summary>
internal static class AgentHost
{
    // Protects s_listener: two operators may come at once, and a listener may be ending just then.
    private static readonly object s_lock = new();
    private static ControlListener? s_listener;

    /// <summary>Makes sure that a listener runs when this returns.</summary>
    public static void Start()
    {
        lock (s_lock)
        {
            if (s_listener is { } running && running.IsServing)
                return;
            s_listener = ControlListener.Start(Acceptor(), new RuntimeGateway(), new ListenerTimes());
        }
    }

    private static IControlAcceptor Acceptor()
    {
        var location = typeof(AgentHost).Assembly.Location;
        var address = ControlAddress.OfAgent(location) ?? throw new InvalidOperationException($"'{location}' is not where the tool puts an agent");
        // Not the class OperatingSystem: trimming replaces its answers by constants and takes it away.
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Pipe(address) : Socket(address);
    }

    private static NamedPipeAcceptor Pipe(ControlAddress address) => new(address.PipeName(Environment.ProcessId));

    private static UnixSocketAcceptor Socket(ControlAddress address)
    {
        var own = PeerCredentials.OwnUserId;
        return new UnixSocketAcceptor(address.SocketPath(Environment.ProcessId), peer => peer.UserId == own);
    }
}

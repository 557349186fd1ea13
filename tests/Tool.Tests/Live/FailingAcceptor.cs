extern alias agent;

using System.Net.Sockets;
using agent::HotWeave.Control.Transport;

namespace HotWeave.Tool.Tests.Live;

/// <summary>The system refuses the first connections, as at the limit of descriptors.</summary>
internal sealed class FailingAcceptor(IControlAcceptor inner, int failures) : IControlAcceptor
{
    public int Left { get; private set; } = failures;

    public bool IsReachable => inner.IsReachable;

    public Stream? Accept(TimeSpan patience)
    {
        if (Left == 0)
            return inner.Accept(patience);
        Left--;
        throw new SocketException((int)SocketError.TooManyOpenSockets);
    }

    public void Withdraw() => inner.Withdraw();

    public void Dispose() => inner.Dispose();
}

using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Streams;

/// <summary>An extended CONNECT that ceases to be a unit when it is accepted.</summary>
internal sealed class LeavingConnect(IHttpExtendedConnectFeature inner, RequestUnit unit) : IHttpExtendedConnectFeature
{
    public bool IsExtendedConnect => inner.IsExtendedConnect;

    public string? Protocol => inner.Protocol;

    public async ValueTask<Stream> AcceptAsync()
    {
        var stream = await inner.AcceptAsync().ConfigureAwait(false);
        unit.Leave();
        return stream;
    }
}

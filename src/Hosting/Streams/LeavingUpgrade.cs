using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Streams;

/// <summary>A request that ceases to be a unit when it is upgraded.</summary>
internal sealed class LeavingUpgrade(IHttpUpgradeFeature inner, RequestUnit unit) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        var stream = await inner.UpgradeAsync().ConfigureAwait(false);
        unit.Leave();
        return stream;
    }
}

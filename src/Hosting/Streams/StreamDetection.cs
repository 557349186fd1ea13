using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Streams;

/// <summary>
/// Ends a request's unit where the request becomes a stream, as far as that can be seen: upgrades and extended CONNECT (WebSocket), and
/// server-sent events that the client asked for. Others say so by <c>HttpContext.LeaveUnit()</c>.
/// </summary>
internal static class StreamDetection
{
    private const string EventStream = "text/event-stream";

    // For most requests this looks at two headers and the method.
    internal static void Watch(IFeatureCollection features, IHttpRequestFeature request, RequestUnit unit)
    {
        if (request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(request.Method))
            WatchUpgrade(features, unit);
        if (AcceptsEvents(request))
            WatchResponse(features.GetRequiredFeature<IHttpResponseFeature>(), unit);
    }

    private static void WatchUpgrade(IFeatureCollection features, RequestUnit unit)
    {
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new LeavingUpgrade(upgrade, unit));
        if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            features.Set<IHttpExtendedConnectFeature>(new LeavingConnect(connect, unit));
        if (features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } webSocket)
            features.Set<IHttpWebSocketFeature>(new LeavingWebSocket(webSocket, unit));
    }

    private static bool AcceptsEvents(IHttpRequestFeature request)
    {
        foreach (var value in request.Headers.Accept)
        {
            if (value is not null && value.Contains(EventStream, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // The first callback registered is the last one called, so the content type is the final one.
    private static void WatchResponse(IHttpResponseFeature response, RequestUnit unit) =>
        response.OnStarting(
            _ =>
            {
                if (response.Headers.ContentType.ToString().StartsWith(EventStream, StringComparison.OrdinalIgnoreCase))
                    unit.Leave();
                return Task.CompletedTask;
            },
            unit);
}

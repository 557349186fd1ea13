using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore;

/// <summary>How requests are units of work. Set it where <c>AddHotWeave</c> is called; later changes have no effect.</summary>
public sealed class HotWeaveOptions
{
    /// <summary>
    /// Paths of requests that are no units: they never wait for a swap, and no swap waits for them. Compared as a whole, without case.
    /// At first the usual paths of health checks and metrics. Endpoints that are marked with <see cref="OutsideUnitsAttribute"/>, health
    /// checks and SignalR hubs need not be here.
    /// </summary>
    public ISet<string> OutsidePaths { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "/health", "/healthz", "/alive", "/livez", "/ready", "/readyz", "/metrics",
    };

    /// <summary>
    /// Further requests that are no units: true for those. Called for each request before anything of it is known but its line and
    /// headers; must be quick, thread-safe, and throw nothing. Null (default): none.
    /// </summary>
    public Func<IHttpRequestFeature, bool>? IsOutside { get; set; }

    /// <summary>
    /// What status and messages call a request; called as <see cref="IsOutside"/> is. Default: method and path, such as
    /// <c>GET /price/teapot</c>.
    /// </summary>
    public Func<IHttpRequestFeature, string> UnitName { get; set; } = static request => string.Concat(request.Method, " ", request.Path);

    /// <summary>
    /// What a request is about, such as a customer or a session: while a new version is tried on a share of the units, requests of one key
    /// all get the same version, in every process (<see cref="UnitOfWork.SetKey"/>). Called as <see cref="IsOutside"/> is, with the request
    /// that opened the connection for a SignalR hub's invocations; null from it: no key, chance decides. Null (default): no request has one.
    /// </summary>
    public Func<IHttpRequestFeature, string?>? UnitKey { get; set; }

    /// <summary>
    /// Whether a request's <c>RequestAborted</c> is signalled when an operator has units cancelled that run too long
    /// (<see cref="SwapOptions.CancelUnits"/>). False (default): only <see cref="UnitOfWork.CancellationToken"/> is, since most
    /// applications lose a request whose token is signalled.
    /// </summary>
    public bool CancelRequestsWithUnits { get; set; }

    /// <summary>
    /// Whether end points that a patch maps otherwise are taken into the application's routes while it runs. True by default. With false,
    /// a patch that maps end points anew is refused (HW8001) unless it was made with <c>--accept HW3351</c>.
    /// </summary>
    public bool MapEndpoints { get; set; } = true;

    /// <summary>
    /// Whether System.Text.Json writes and reads the properties that a patch adds to deployed types. True by default. With false, a patch
    /// that adds some is refused (HW8010) unless it was made with <c>--accept HW3354</c>.
    /// </summary>
    public bool ShowAddedProperties { get; set; } = true;

    /// <summary>Whether a request's activity gets the tag <c>hotweave.version</c>, where there is an activity. True by default.</summary>
    public bool TagActivities { get; set; } = true;

    /// <summary>Whether the metric <c>http.server.request.duration</c> gets the tag <c>hotweave.version</c>. True by default.</summary>
    public bool TagMetrics { get; set; } = true;

    /// <summary>Whether what is logged during a request has <c>hotweave.version</c> in its scope. True by default.</summary>
    public bool LogScopes { get; set; } = true;

    /// <summary>Whether swaps, rollbacks and failures are logged, in the category <c>HotWeave</c>. True by default.</summary>
    public bool LogSwaps { get; set; } = true;
}

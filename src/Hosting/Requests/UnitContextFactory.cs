using HotWeave.AspNetCore.Streams;
using HotWeave.AspNetCore.Telemetry;
using HotWeave.AspNetCore.Units;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotWeave.AspNetCore.Requests;

/// <summary>
/// Begins a request's unit where the host's <c>IHttpApplication</c> creates its context, and ends it where that is disposed: so it spans
/// the pipeline, the response's callbacks and the disposal of the request's services.
/// </summary>
/// <remarks>
/// <para>Both are called synchronously in the server's own flow for the request, as the host relies on for the current activity and the
/// <see cref="IHttpContextAccessor"/>. So the unit is ambient for all that the server calls until the context is disposed.</para>
/// <para>Rejected: decorating <c>IServer</c>. Tests cast it to <c>TestServer</c>, and servers are registered late. A middleware ends
/// before the response's callbacks run.</para>
/// <para>While the gate is closed nothing is entered here, since this cannot wait without a thread; <see cref="GateFilter"/> does.</para>
/// </remarks>
internal sealed class UnitContextFactory(
    IHttpContextFactory inner, OutsideRequests outside, IOptions<HotWeaveOptions> options, ILoggerFactory loggers) : IHttpContextFactory
{
    private readonly HotWeaveOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger(RequestScope.Category);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is not { } request || outside.Contains(request))
            return inner.Create(featureCollection);

        var unit = new RequestUnit(_options, request);
        featureCollection.Set(unit);
        StreamDetection.Watch(featureCollection, request, unit);
        if (_options.LogScopes)
            unit.Scope = _logger.BeginScope(new RequestScope(unit));
        unit.TryEnter();
        try
        {
            return inner.Create(featureCollection);
        }
        catch
        {
            unit.Dispose(); // without a context nobody would
            throw;
        }
    }

    public void Dispose(HttpContext httpContext)
    {
        var unit = httpContext.Features.Get<RequestUnit>();
        unit?.Answered(httpContext.Response.StatusCode);
        inner.Dispose(httpContext);
        unit?.Dispose();
    }
}

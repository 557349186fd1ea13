using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Requests;

/// <summary>Which requests are no units: by path, by predicate, and those to endpoints that are marked or known. Thread-safe.</summary>
internal sealed class OutsideRequests
{
    private readonly HotWeaveOptions _options;
    private readonly Lazy<EndpointDataSource?> _endpoints;

    // Replaced as a whole when endpoints change; readers take it once.
    private volatile Routes? _routes;

    public OutsideRequests(IOptions<HotWeaveOptions> options, IServiceProvider services)
    {
        _options = options.Value;
        _endpoints = new(() => Watch(services.GetService<EndpointDataSource>()));
    }

    internal bool Contains(IHttpRequestFeature request)
    {
        var routes = _routes ?? Read();
        var path = request.Path.Length > 1 && request.Path.EndsWith('/') ? request.Path[..^1] : request.Path;
        return routes.Contains(path) || _options.IsOutside?.Invoke(request) == true;
    }

    private Routes Read() => _routes = new Routes(_options.OutsidePaths, _endpoints.Value?.Endpoints.OfType<RouteEndpoint>().Where(OutsideEndpoints.Contains) ?? []);

    // The first request comes when the pipeline is built, so all endpoints of the start are known; later ones raise the token.
    private EndpointDataSource? Watch(EndpointDataSource? endpoints)
    {
        if (endpoints is not null)
            ChangeToken.OnChange(endpoints.GetChangeToken, () => _routes = null);
        return endpoints;
    }

    private sealed class Routes
    {
        private readonly FrozenSet<string> _paths;
        private readonly RouteMatcher[] _patterns;

        internal Routes(IEnumerable<string> paths, IEnumerable<RouteEndpoint> endpoints)
        {
            var patterns = endpoints.Select(static e => e.RoutePattern).ToList();
            _paths = paths.Concat(patterns.Select(RouteMatcher.LiteralPath).OfType<string>()).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            _patterns = [.. patterns.Where(static p => RouteMatcher.LiteralPath(p) is null).Select(static p => new RouteMatcher(p))];
        }

        internal bool Contains(string path) => _paths.Contains(path) || (_patterns.Length > 0 && Array.Exists(_patterns, p => p.Matches(path)));
    }
}

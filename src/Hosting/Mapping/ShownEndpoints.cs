using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// What routing is shown while some versions are live, the oldest first. An end point that only some have is marked with these, and asks
/// for all authorisation that any end point for the same requests asks for, until one version is left: whoever is refused by either build
/// is refused.
/// </summary>
internal sealed class ShownEndpoints(IReadOnlyList<EndpointTable> live, Func<IReadOnlyList<Endpoint>> listMapped)
{
    private readonly HashSet<int> _all = [.. live.Select(static t => t.Version)];

    // Asked for by every source, and made once.
    private readonly Lazy<List<(Endpoint Endpoint, int Version)>> _added =
        new(() => [.. live.Where(static t => t.Added is not null).SelectMany(static t => t.Added!.Endpoints.Select(e => (e, t.Version)))]);

    // Routing takes no two end points of one name: it is that of the newest version which has it.
    private readonly Lazy<Dictionary<string, int>> _names = new(() => FindNames(live, listMapped()));

    /// <summary>The versions, the oldest first.</summary>
    internal IReadOnlyList<EndpointTable> Live => live;

    private int Newest => live[^1].Version;

    /// <summary>Whether it is what the application mapped and nothing else.</summary>
    internal bool IsPlain => live.Count == 1 && live[0].Added is null && live[0].Hidden.Count == 0;

    /// <summary>What is shown of what the application mapped.</summary>
    internal IReadOnlyList<Endpoint> Show(IReadOnlyList<Endpoint> mapped) =>
        IsPlain ? mapped : [.. mapped.Select(e => Show(e, [.. live.Where(t => t.Shows(e)).Select(static t => t.Version)])).OfType<Endpoint>()];

    /// <summary>What versions have beside it.</summary>
    internal IReadOnlyList<Endpoint> ShowAdded()
    {
        if (IsPlain)
            return [];
        if (live.Count == 1)
            return [.. _added.Value.Select(static a => a.Endpoint)];
        List<Endpoint> gone = [.. listMapped().Where(e => !live.All(t => t.Shows(e)))];
        return [.. _added.Value.Select(a => Mark(a.Endpoint, [a.Version], [.. gone, .. _added.Value.Where(o => o.Version != a.Version).Select(static o => o.Endpoint)]))];
    }

    private Endpoint? Show(Endpoint mapped, HashSet<int> versions) =>
        versions.Count == 0 ? null : versions.Count == live.Count ? mapped : Mark(mapped, versions, _added.Value.Where(a => !versions.Contains(a.Version)).Select(static a => a.Endpoint));

    private Endpoint Mark(Endpoint endpoint, HashSet<int> versions, IEnumerable<Endpoint> others)
    {
        if (endpoint is not RouteEndpoint { RequestDelegate: { } handler } route)
            return endpoint;
        List<Endpoint> same = [.. others.Where(o => EndpointKey.AnswerSame(endpoint, o))];
        var keepsName = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not { } name || versions.Contains(_names.Value[name.EndpointName]);
        var metadata = LiveAuthorization.Join(endpoint.Metadata, same.ConvertAll(static o => o.Metadata))
            .Where(m => keepsName || m is not IEndpointNameMetadata)
            .Append(new LiveVersions(versions, _all, Newest));
        if (!versions.Contains(Newest))
            metadata = metadata.Append(new SuppressLinkGenerationMetadata());
        return new RouteEndpoint(handler, route.RoutePattern, route.Order, new EndpointMetadataCollection(metadata), route.DisplayName);
    }

    private static Dictionary<string, int> FindNames(IReadOnlyList<EndpointTable> live, IReadOnlyList<Endpoint> mapped)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var table in live)
        {
            foreach (var name in mapped.Where(table.Shows).Concat(table.Added?.Endpoints ?? []).Select(static e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).OfType<string>())
                names[name] = table.Version;
        }

        return names;
    }
}

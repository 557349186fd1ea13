using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>By what an end point is known again when it is mapped anew: its route as it is written, its HTTP methods, its order, and its handler.</summary>
internal sealed record EndpointKey(string Route, string Methods, int Order, MethodInfo? Handler)
{
    internal static EndpointKey Make(Endpoint endpoint)
    {
        var route = endpoint as RouteEndpoint;
        return new EndpointKey(
            route?.RoutePattern.RawText ?? endpoint.DisplayName ?? "",
            string.Join(' ', ListMethods(endpoint).Order(StringComparer.Ordinal)),
            route?.Order ?? 0,
            endpoint.Metadata.GetMetadata<MethodInfo>());
    }

    /// <summary>Whether there are requests that both end points are for, as far as path and HTTP method say.</summary>
    internal static bool AnswerSame(Endpoint one, Endpoint other) =>
        one is RouteEndpoint first && other is RouteEndpoint second
        && HaveSamePath(first.RoutePattern, second.RoutePattern)
        && (ListMethods(one) is { Count: 0 } || ListMethods(other) is { Count: 0 } || ListMethods(one).Intersect(ListMethods(other), StringComparer.OrdinalIgnoreCase).Any());

    /// <summary>Whether two routes are for the same paths, as far as their segments say.</summary>
    internal static bool HaveSamePath(RoutePattern one, RoutePattern other) =>
        string.Equals(WritePath(one), WritePath(other), StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Methods.Length == 0 ? Route : $"{Methods} {Route}";

    private static IReadOnlyList<string> ListMethods(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    // Parameters by any name are the same.
    private static string WritePath(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(static s => string.Concat(s.Parts.Select(static p => p is RoutePatternLiteralPart literal ? literal.Content : "{}"))));
}

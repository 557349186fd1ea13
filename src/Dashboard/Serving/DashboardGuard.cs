using System.Net;
using HotWeave.Dashboard.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace HotWeave.Dashboard.Serving;

/// <summary>
/// Decides who is shown pages. With an authorisation policy attached, the application's own authorisation has decided before. Without one, only who sits
/// at the machine: the connection comes from a loopback address, no proxy has passed the request on, and the name in the address is one of the loopback's,
/// so that no page from elsewhere reaches it by a name that it makes resolve to here.
/// </summary>
internal static class DashboardGuard
{
    // What proxies add, and what ASP.NET Core makes of it when it has believed them.
    private static readonly string[] s_forwarding =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP", "Via",
        "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-ProxyUser-Ip", "True-Client-IP", "CF-Connecting-IP", "X-Envoy-External-Address",
    ];

    /// <summary>Why the request is refused; null where it is answered.</summary>
    public static string? FindRefusal(HttpContext context, DashboardSettings settings)
    {
        if (!settings.IsLoopbackOnly && HasPolicy(context))
            return null;
        return FindOutside(context) is { } reason ? DashboardDiagnostics.NotAllowed.Say("no authorisation policy is attached, and " + reason) : null;
    }

    // The authorisation middleware has run if the endpoint says anything of authorisation: ASP.NET Core refuses to go on without.
    private static bool HasPolicy(HttpContext context) => context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<IAllowAnonymous>() is null
        && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null);

    private static string? FindOutside(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } from || !IsLoopback(from))
            return "the request does not come from a loopback address";
        if (context.Connection.LocalIpAddress is not { } to || !IsLoopback(to))
            return "the request does not go to a loopback address";
        foreach (var header in s_forwarding)
        {
            if (context.Request.Headers.ContainsKey(header))
                return $"a proxy has passed the request on (it has the header {header})";
        }

        return IsLoopbackName(context.Request.Host.Host) ? null : "the address has a name that is not the loopback's";
    }

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.TrimStart('[').TrimEnd(']'), out var address) && IsLoopback(address));
}

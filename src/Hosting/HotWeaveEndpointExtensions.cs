using System.Diagnostics.CodeAnalysis;
using HotWeave;
using HotWeave.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What endpoints say to HotWeave, and HotWeave's own.</summary>
public static class HotWeaveEndpointExtensions
{
    /// <summary>Makes requests to these endpoints no units of work; see <see cref="OutsideUnitsAttribute"/>.</summary>
    /// <param name="builder">What maps the endpoints.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static TBuilder OutsideUnits<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(static endpoint => endpoint.Metadata.Add(new OutsideUnitsAttribute()));
        return builder;
    }

    /// <summary>
    /// Answers GET requests with what is loaded and current in this process, as JSON with the properties of
    /// <c>hotweave status --format json</c>. It changes nothing, but names versions, types and running requests, so restrict who may ask.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The route.</param>
    /// <returns>What further describes the endpoint, such as <c>RequireAuthorization()</c>.</returns>
    public static IEndpointConventionBuilder MapHotWeave(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/hotweave")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints
            .MapGet(pattern, WriteStatusAsync)
            .OutsideUnits();
    }

    private static Task WriteStatusAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(HotSwap.GetStatus().ToJson(), context.RequestAborted);
    }
}

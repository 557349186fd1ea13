using HotWeave.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What endpoints say to HotWeave.</summary>
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
}

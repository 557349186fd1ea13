using HotWeave.Frameworks;

namespace HotWeave.Orleans.Serialisers;

/// <summary>
/// The services of a silo, or of a client, for fields that a new build adds to generated codecs, which are objects of the silo; for fields of other objects
/// what the application says.
/// </summary>
internal sealed class SerialiserServices(IServiceProvider services, ServiceSource? others) : ServiceSource
{
    /// <summary>What was there before.</summary>
    internal ServiceSource? Others { get; } = others;

    internal override string? FindObstacle(Type owner, Type service)
    {
        if (!AddedTypes.IsGenerated(owner))
        {
            return Others is { } source
                ? source.FindObstacle(owner, service)
                : "no running application of this process has called AddHotWeave()";
        }

        return services.GetService(service) is null ? "the silo or client has not registered it" : null;
    }

    internal override object Get(Type owner, Type service)
    {
        if (!AddedTypes.IsGenerated(owner) && Others is { } source)
            return source.Get(owner, service);
        return services.GetService(service) ?? throw new InvalidOperationException($"The silo has no {service}.");
    }
}

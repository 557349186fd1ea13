using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Hooks;

/// <summary>How long the services of an application live, as it has registered them.</summary>
internal sealed class ServiceLifetimes(IServiceCollection registered)
{
    /// <summary>The lifetime of what the application gives for a type; null where it has not registered one.</summary>
    internal ServiceLifetime? Find(Type service)
    {
        if (service == typeof(IServiceScopeFactory) || service == typeof(IServiceProviderIsService))
            return ServiceLifetime.Singleton;
        if (FindLast(service) is { } own)
            return own.Lifetime;
        if (!service.IsConstructedGenericType)
            return null;
        var open = service.GetGenericTypeDefinition();
        if (FindLast(open) is { } generic)
            return generic.Lifetime;
        if (open != typeof(IEnumerable<>))
            return null;
        // A sequence lives no longer than the shortest lived of it.
        var element = service.GenericTypeArguments[0];
        var all = registered.Where(d => !d.IsKeyedService && (d.ServiceType == element
            || (element.IsConstructedGenericType && d.ServiceType == element.GetGenericTypeDefinition()))).Select(static d => d.Lifetime).ToList();
        return all.Contains(ServiceLifetime.Scoped) ? ServiceLifetime.Scoped
            : all.Contains(ServiceLifetime.Transient) ? ServiceLifetime.Transient
            : ServiceLifetime.Singleton;
    }

    /// <summary>The lifetime of the objects of a type; null where the application has not registered it, or differently.</summary>
    internal ServiceLifetime? FindOwner(Type owner)
    {
        var lifetimes = registered.Where(d => !d.IsKeyedService
                && (d.ImplementationType == owner || d.ServiceType == owner || d.ImplementationInstance?.GetType() == owner))
            .Select(static d => d.Lifetime).Distinct().ToList();
        return lifetimes.Count == 1 ? lifetimes[0] : null;
    }

    private ServiceDescriptor? FindLast(Type service) => registered.LastOrDefault(d => !d.IsKeyedService && d.ServiceType == service);
}

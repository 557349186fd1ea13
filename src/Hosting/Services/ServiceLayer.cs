using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Services;

/// <summary>The services that one version has beside those of the application. Immutable but for what is made of them.</summary>
internal sealed class ServiceLayer
{
    private readonly IReadOnlyList<AddedService> _services;

    // Of open generic registrations, by the closed type.
    private readonly ConcurrentDictionary<(Type Service, AddedService Open), AddedService> _closed = new();

    /// <param name="version">The version's number.</param>
    /// <param name="deployed">The application's services.</param>
    /// <param name="services">What it registers.</param>
    internal ServiceLayer(int version, IServiceProvider deployed, IReadOnlyList<AddedService> services)
    {
        Version = version;
        _services = services;
        Root = new LayeredProvider(this, deployed, isRoot: true);
    }

    internal int Version { get; }

    internal IReadOnlyList<AddedService> Services => _services;

    /// <summary>All that may have singletons.</summary>
    internal IEnumerable<AddedService> All => _services.Concat(_closed.Values);

    /// <summary>What the application would have as its services.</summary>
    internal LayeredProvider Root { get; }

    /// <summary>What a scope of the application would have.</summary>
    internal LayeredProvider MakeProvider(IServiceProvider scope) => new(this, scope, isRoot: false);

    /// <summary>The one that is given for a type; null where the version registers none.</summary>
    internal AddedService? Find(Type service, object? key) => FindAll(service, key).LastOrDefault();

    /// <summary>All that are given for a type, in the order of registration.</summary>
    internal IEnumerable<AddedService> FindAll(Type service, object? key)
    {
        foreach (var added in _services)
        {
            if (!Equals(added.Descriptor.ServiceKey, key))
                continue;
            if (added.Descriptor.ServiceType == service)
                yield return added;
            else if (service.IsConstructedGenericType && added.Descriptor.ServiceType == service.GetGenericTypeDefinition())
                yield return _closed.GetOrAdd((service, added), static at => Close(at.Service, at.Open));
        }
    }

    /// <summary>Sees to it that all can be made.</summary>
    /// <exception cref="InvalidOperationException">One cannot.</exception>
    internal void Check()
    {
        foreach (var service in _services)
            Check(service, []);
    }

    private void Check(AddedService service, List<AddedService> makers)
    {
        if (makers.Contains(service))
        {
            var names = makers.Append(service).Select(static m => m.Descriptor.ServiceType.Name);
            throw new InvalidOperationException($"{string.Join(" -> ", names)}: each needs the next.");
        }

        if (service.Implementation is not { IsGenericTypeDefinition: false } type)
            return;
        foreach (var parameter in ServiceConstructor.Choose(type, Root).Parameters)
        {
            if (Find(parameter.ParameterType, ServiceConstructor.FindKey(parameter)) is not { } needed)
                continue;
            if (service.Lifetime == ServiceLifetime.Singleton && needed.Lifetime == ServiceLifetime.Scoped)
                throw new InvalidOperationException($"{type} is a singleton, and takes {parameter.ParameterType}, which is scoped.");
            Check(needed, [.. makers, service]);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The patch brings the types.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
    private static AddedService Close(Type service, AddedService open)
    {
        var implementation = open.Implementation!.MakeGenericType(service.GenericTypeArguments);
        return new AddedService(open.Descriptor.IsKeyedService
            ? ServiceDescriptor.DescribeKeyed(service, open.Descriptor.ServiceKey, implementation, open.Lifetime)
            : ServiceDescriptor.Describe(service, implementation, open.Lifetime));
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Services;

/// <summary>
/// Services of the application, or of one of its scopes, with those that a version has beside them. The application's own are made by the
/// application, and do not know the others.
/// </summary>
/// <param name="layer">What the version has.</param>
/// <param name="deployed">The application's.</param>
/// <param name="isRoot">Whether these are those of the application and of no scope.</param>
internal sealed class LayeredProvider(ServiceLayer layer, IServiceProvider deployed, bool isRoot)
    : IKeyedServiceProvider, ISupportRequiredService, IServiceProviderIsKeyedService, IServiceScopeFactory
{
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceScopeFactory)
            || serviceType == typeof(IServiceProviderIsService) || serviceType == typeof(IServiceProviderIsKeyedService))
            return this;
        return Find(serviceType, null) ?? deployed.GetService(serviceType);
    }

    public object GetRequiredService(Type serviceType) => GetService(serviceType) ?? deployed.GetRequiredService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) =>
        Find(serviceType, serviceKey) ?? (deployed as IKeyedServiceProvider)?.GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? deployed.GetRequiredKeyedService(serviceType, serviceKey);

    public bool IsService(Type serviceType) =>
        layer.Find(serviceType, null) is not null || deployed.GetService<IServiceProviderIsService>()?.IsService(serviceType) == true;

    public bool IsKeyedService(Type serviceType, object? serviceKey) =>
        layer.Find(serviceType, serviceKey) is not null
        || deployed.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(serviceType, serviceKey) == true;

    public IServiceScope CreateScope() => new LayeredScope(layer, deployed.CreateAsyncScope());

    private object? Find(Type type, object? key)
    {
        if (layer.Find(type, key) is { } added)
            return FindOrMake(added);
        if (!type.IsConstructedGenericType || type.GetGenericTypeDefinition() != typeof(IEnumerable<>))
            return null;
        var element = type.GenericTypeArguments[0];
        List<AddedService> all = [.. layer.FindAll(element, key)];
        return all.Count == 0 ? null : ListAll(element, key, all);
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
    private Array ListAll(Type element, object? key, List<AddedService> added)
    {
        var own = key is null ? deployed.GetServices(element) : deployed.GetKeyedServices(element, key);
        List<object?> all = [.. own, .. added.Select(FindOrMake)];
        var array = Array.CreateInstance(element, all.Count);
        for (var i = 0; i < all.Count; i++)
            array.SetValue(all[i], i);
        return array;
    }

    private object FindOrMake(AddedService added)
    {
        if (added.Lifetime == ServiceLifetime.Singleton)
            return added.FindOrMake(layer.Root);
        if (added.Lifetime == ServiceLifetime.Transient)
            return isRoot ? added.Make(this) : deployed.GetRequiredService<PairedScope>().DisposeWithScope(added.Make(this));
        return isRoot
            ? throw new InvalidOperationException($"Cannot resolve scoped service '{added.Descriptor.ServiceType}' from root provider.")
            : deployed.GetRequiredService<PairedScope>().FindOrMake(added, this);
    }
}

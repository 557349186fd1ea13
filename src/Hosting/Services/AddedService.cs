using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Services;

/// <summary>A service that a version registers. Versions that register the same share it, with the singleton that was made of it.</summary>
/// <param name="descriptor">How it was registered.</param>
internal sealed class AddedService(ServiceDescriptor descriptor)
{
    // Protects the singleton. Constructors of services that it takes are called under it; they wait for no other.
    private readonly object _lock = new();
    private object? _single;

    internal ServiceDescriptor Descriptor => descriptor;

    internal ServiceLifetime Lifetime => descriptor.Lifetime;

    /// <summary>Whether fields of objects that exist have the singleton: it lives as long as the application then.</summary>
    internal bool IsKept { get; private set; }

    /// <summary>The type that is made, open or not; null where a factory makes it or it is there.</summary>
    internal Type? Implementation => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;

    private object? Instance => descriptor.IsKeyedService ? descriptor.KeyedImplementationInstance : descriptor.ImplementationInstance;

    private Delegate? Factory => descriptor.IsKeyedService ? descriptor.KeyedImplementationFactory : descriptor.ImplementationFactory;

    /// <summary>Whether another registration says the same.</summary>
    internal bool IsSameAs(ServiceDescriptor other) => HasSame(new AddedService(other));

    /// <summary>The singleton, made at the first call.</summary>
    internal object FindOrMake(LayeredProvider root)
    {
        lock (_lock)
            return _single ??= Make(root);
    }

    /// <summary>Has the singleton live as long as the application.</summary>
    internal void Keep() => IsKept = true;

    /// <summary>Makes one.</summary>
    internal object Make(LayeredProvider provider) =>
        Instance
        ?? (Factory is { } factory
            ? descriptor.IsKeyedService
                ? ((Func<IServiceProvider, object?, object>)factory)(provider, descriptor.ServiceKey)
                : ((Func<IServiceProvider, object>)factory)(provider)
            : ServiceConstructor.Choose(Implementation!, provider).MakeService(provider));

    /// <summary>Lets the singleton go, which its caller disposes of; null where there is none, or the application made it itself.</summary>
    internal object? TakeSingle()
    {
        lock (_lock)
        {
            var single = _single;
            _single = null;
            return Instance is null ? single : null;
        }
    }

    private bool HasSame(AddedService other) =>
        (descriptor.ServiceType, descriptor.ServiceKey, Lifetime, Implementation)
            == (other.Descriptor.ServiceType, other.Descriptor.ServiceKey, other.Lifetime, other.Implementation)
        && Factory?.Method == other.Factory?.Method && Instance?.GetType() == other.Instance?.GetType();
}

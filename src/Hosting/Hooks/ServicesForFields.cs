using System.Collections.Concurrent;
using HotWeave.AspNetCore.Services;
using HotWeave.Frameworks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Hooks;

/// <summary>
/// Gives the application's services to fields of objects that exist, as a constructor would have got them: to any object a singleton, to a
/// singleton what is made anew each time. What a scope has is nobody's to give, since nobody knows the scope that an object was made in.
/// </summary>
internal sealed class ServicesForFields(AddedServices added, RegisteredServices registered) : ServiceSource, IHostedLifecycleService
{
    private readonly ServiceLifetimes _lifetimes = new(registered.All);
    private readonly ConcurrentDictionary<Type, object> _singletons = new();

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Current = this;
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // Another application of this process may have set its own.
        if (ReferenceEquals(Current, this))
            Current = null;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal override string? FindObstacle(Type owner, Type service)
    {
        var own = added.FindForCaller()?.Find(service, null);
        var lifetime = own?.Lifetime ?? _lifetimes.Find(service);
        if (lifetime is null)
            return "the application has not registered it";
        if (lifetime == ServiceLifetime.Scoped)
            return "it is scoped: nobody knows the scope that an object was made in";
        if (lifetime == ServiceLifetime.Transient && _lifetimes.FindOwner(owner) != ServiceLifetime.Singleton)
            return $"it is transient, and {owner} is not registered as a singleton";
        try
        {
            // Made now, so that nobody who reads the field meets what is wrong with it.
            if (added.FindProvider().GetService(service) is not { } made)
                return "the application has not registered it";
            if (lifetime == ServiceLifetime.Singleton)
                _singletons[service] = made;
            own?.Keep();
            return null;
        }
        catch (Exception e) // the constructors of the application may throw anything
        {
            return $"making it threw {e.GetType()}: {e.Message}";
        }
    }

    internal override object Get(Type owner, Type service) =>
        _singletons.TryGetValue(service, out var single) ? single : added.FindProvider().GetRequiredService(service);
}

using HotWeave.Frameworks;
using Orleans;
using Orleans.Runtime;

namespace HotWeave.Orleans.Serialisers;

/// <summary>Takes what versions add into the silo's serialisers, from before the silo starts until it has stopped.</summary>
internal sealed class SiloSerialisers(IServiceProvider services, SerialiserParticipant participant)
    : ILifecycleParticipant<ISiloLifecycle>, ILifecycleObserver
{
    private SerialiserServices? _services;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(SiloSerialisers), ServiceLifecycleStage.First, this);

    /// <inheritdoc/>
    public Task OnStart(CancellationToken cancellationToken)
    {
        HotSwap.Services ??= services;
        ServiceSource.Current = _services = new SerialiserServices(services, ServiceSource.Current);
        participant.Join();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task OnStop(CancellationToken cancellationToken)
    {
        participant.Leave();
        // Another silo of the process may have come after this one.
        if (ReferenceEquals(ServiceSource.Current, _services))
            ServiceSource.Current = _services?.Others;
        if (ReferenceEquals(HotSwap.Services, services))
            HotSwap.Services = null;
        return Task.CompletedTask;
    }
}

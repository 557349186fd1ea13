using HotWeave.Frameworks;
using Orleans;
using Orleans.Runtime;

namespace HotWeave.Orleans.Serialisers;

/// <summary>Takes what versions add into the serialisers of a silo or of a client, from before that starts until it has stopped.</summary>
/// <typeparam name="TLifecycle">That of silos, or that of clients.</typeparam>
internal sealed class LiveSerialisers<TLifecycle>(IServiceProvider services, SerialiserParticipant participant)
    : ILifecycleParticipant<TLifecycle>, ILifecycleObserver
    where TLifecycle : ILifecycleObservable
{
    private SerialiserServices? _services;

    /// <inheritdoc/>
    public void Participate(TLifecycle observer) =>
        observer.Subscribe(nameof(LiveSerialisers<>), ServiceLifecycleStage.First, this);

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
        // Another silo or client of the process may have come after this one.
        if (ReferenceEquals(ServiceSource.Current, _services))
            ServiceSource.Current = _services?.Others;
        if (ReferenceEquals(HotSwap.Services, services))
            HotSwap.Services = null;
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans;
using Orleans.Metadata;
using Orleans.Runtime;

namespace HotWeave.Orleans.Grains;

/// <summary>The application's grains that are active in a silo. Thread-safe.</summary>
internal sealed class LivingGrains : IConfigureGrainContextProvider, IConfigureGrainContext
{
    private readonly ConcurrentDictionary<IGrainContext, byte> _grains = [];

    /// <inheritdoc/>
    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        configurator = this;
        return !grainType.IsSystemTarget();
    }

    /// <inheritdoc/>
    public void Configure(IGrainContext context) =>
        context.ObservableLifecycle.Subscribe(nameof(LivingGrains), GrainLifecycleStage.First, new Membership(this, context));

    /// <summary>Those that want to be told of swaps.</summary>
    internal List<IGrainContext> FindToTell() => [.. _grains.Keys.Where(static g => g.GrainInstance is IOnCodeChange)];

    private sealed class Membership(LivingGrains grains, IGrainContext context) : ILifecycleObserver
    {
        public Task OnStart(CancellationToken cancellationToken)
        {
            grains._grains.TryAdd(context, 0);
            return Task.CompletedTask;
        }

        public Task OnStop(CancellationToken cancellationToken)
        {
            grains._grains.TryRemove(context, out _);
            return Task.CompletedTask;
        }
    }
}

using HotWeave;
using HotWeave.Orleans;
using HotWeave.Orleans.Calls;
using HotWeave.Orleans.Grains;
using HotWeave.Orleans.Serialisers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;

namespace Orleans.Hosting;

/// <summary>Adds HotWeave to a silo, or to a client outside silos.</summary>
public static class HotWeaveSiloBuilderExtensions
{
    /// <summary>
    /// Makes each call of a grain that is no part of another grain's work a unit of work, timers, reminders and events of streams too, has
    /// nested calls join the unit that makes them, and tells living grains of swaps (<see cref="IOnCodeChange"/>). A second call does
    /// nothing.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Says how; null for the defaults.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <remarks>Filters that were added before run outside the unit, those that are added after run inside.</remarks>
    public static ISiloBuilder UseHotWeave(this ISiloBuilder builder, Action<HotWeaveSiloOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
            builder.Services.Configure(configure);
        if (builder.Services.Any(static s => s.ServiceType == typeof(LivingGrains)))
            return builder;

        UnitOfWork.Expect();
        builder.AddIncomingGrainCallFilter<IncomingUnitFilter>();
        builder.AddOutgoingGrainCallFilter<OutgoingUnitFilter>();
        builder.Services.AddSingleton<LivingGrains>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SwapAnnouncer>();
        AddSerialisers<ISiloLifecycle>(builder.Services);
        return builder;
    }

    /// <summary>
    /// Has new grain methods and messages of a patch sent and received by a client outside silos at once, and sends the unit of a call along,
    /// which a silo of the same process joins. A second call does nothing.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <remarks>A client makes no units: what it does is a part of those that its process makes, such as requests.</remarks>
    public static IClientBuilder UseHotWeave(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(static s => s.ServiceType == typeof(AddedTypes)))
            return builder;
        builder.AddOutgoingGrainCallFilter<OutgoingUnitFilter>();
        AddSerialisers<IClusterClientLifecycle>(builder.Services);
        return builder;
    }

    private static void AddSerialisers<TLifecycle>(IServiceCollection services)
        where TLifecycle : ILifecycleObservable
    {
        services.AddSingleton<ILifecycleParticipant<TLifecycle>, LiveSerialisers<TLifecycle>>();
        services.AddSingleton<AddedTypes>();
        services.AddSingleton<SerialiserParticipant>();
        services.AddSingleton<AddedSerialisers>();
        services.AddSingleton<ISpecializableCodec>(static s => s.GetRequiredService<AddedSerialisers>());
        services.AddSingleton<ISpecializableBaseCodec>(static s => s.GetRequiredService<AddedSerialisers>());
        services.AddSingleton<ISpecializableCopier>(static s => s.GetRequiredService<AddedSerialisers>());
        services.AddSingleton<DeployedNames>();
        services.AddSingleton<ITypeConverter>(static s => s.GetRequiredService<DeployedNames>());
        services.AddSingleton<ITypeNameFilter>(static s => s.GetRequiredService<DeployedNames>());
    }
}

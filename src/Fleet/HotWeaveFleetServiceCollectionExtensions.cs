using HotWeave.Fleet;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
using HotWeave.Fleet.Store;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an application's processes instances of a fleet.</summary>
public static class HotWeaveFleetServiceCollectionExtensions
{
    /// <summary>
    /// Makes the process an instance of a fleet, from the application's start to its stop: it takes the releases that <c>hotweave fleet</c>
    /// rolls out, judges itself by their
    /// terms, and gives them back. A second call only configures.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">At the application's start: the application's name, the
    /// store's address or the lease cannot be (HW8402, HW8408).</exception>
    public static IServiceCollection AddHotWeaveFleet(this IServiceCollection services, Action<FleetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        if (services.Any(static s => s.ImplementationType == typeof(FleetService)))
            return services;
        services.AddOptions<FleetOptions>()
            .Validate(static o => FleetKeys.IsApplication(o.Application), FleetDiagnostics.BadApplication("FleetOptions.Application").Message)
            .Validate(static o => FleetStores.IsAddress(o.Store), FleetDiagnostics.NoStore("FleetOptions.Store", "it is no address").Message)
            .Validate(
                static o => o.Instance.Length > 0 && o.Lease >= TimeSpan.FromSeconds(1) && o.Lease <= TimeSpan.FromHours(1),
                "FleetOptions.Instance is empty, or FleetOptions.Lease is not from a second to an hour.")
            .ValidateOnStart();
        services.AddSingleton<IHostedService, FleetService>();
        return services;
    }
}

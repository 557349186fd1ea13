using HotWeave;
using HotWeave.AspNetCore;
using HotWeave.AspNetCore.Contracts;
using HotWeave.AspNetCore.Contracts.Bound;
using HotWeave.AspNetCore.Contracts.Models;
using HotWeave.AspNetCore.Hooks;
using HotWeave.AspNetCore.Hosted;
using HotWeave.AspNetCore.Mapping;
using HotWeave.AspNetCore.Requests;
using HotWeave.AspNetCore.Services;
using HotWeave.AspNetCore.Streams;
using HotWeave.AspNetCore.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds HotWeave to an ASP.NET Core application.</summary>
public static class HotWeaveServiceCollectionExtensions
{
    /// <summary>
    /// Makes each request a unit of work, from the creation of its <see cref="HttpContext"/> to its end, and each invocation of a SignalR
    /// hub, hands the application's services to the hooks of patches (<see cref="HotSwap.Services"/>), and logs swaps. Works with every
    /// server. A second call only configures.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// An application that replaces <see cref="IHttpContextFactory"/> does so before; else it does not start (HW6401).
    /// </remarks>
    public static IServiceCollection AddHotWeave(this IServiceCollection services, Action<HotWeaveOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.Configure(configure);
        if (services.Any(static s => s.ServiceType == typeof(OutsideRequests)))
            return services;

        UnitOfWork.Expect();
        services.AddOptions<HotWeaveOptions>();
        services.AddSingleton<OutsideRequests>();
        DecorateContextFactory(services);
        // Before all that are there: requests wait before anything of the application runs, and hub filters run inside the unit.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, GateFilter>());
        services.Insert(0, ServiceDescriptor.Singleton<Options.IConfigureOptions<HubOptions>>(static provider =>
            new Options.ConfigureOptions<HubOptions>(hubs => hubs.AddFilter(ActivatorUtilities.CreateInstance<UnitHubFilter>(provider)))));
        services.AddSingleton<IHostedService, ServicesForHooks>();
        services.AddSingleton(new RegisteredServices(services));
        services.AddScoped<PairedScope>();
        services.AddSingleton<AddedServices>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<AddedServices>());
        services.AddSingleton<IHostedService, ServicesForFields>();
        services.AddSingleton<IHostedService, SwapLogger>();
        services.AddSingleton<IHostedService, ContractsOfApplication>();
        services.AddSingleton<IHostedService, GeneratedContracts>();
        services.AddSingleton<IHostedService, AddedHostedServices>();
        AddModelContracts(services);
        AddBoundOptions(services);
        services.AddSingleton<Options.IPostConfigureOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>, ContractsOfApplication>();
        services.AddSingleton<Options.IPostConfigureOptions<Microsoft.AspNetCore.Mvc.JsonOptions>, ContractsOfApplication>();
        services.AddSingleton<Options.IPostConfigureOptions<JsonHubProtocolOptions>, ContractsOfApplication>();
        services.AddSingleton(static provider => new EndpointRefresh
        {
            Models = provider.GetRequiredService<ModelContracts>(),
            Living = new LivingOptions(provider),
        });
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<EndpointRefresh>());
        services.AddSingleton<VersionedEndpoints>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<VersionedEndpoints>());
        services.AddSingleton<MatcherPolicy, VersionPolicy>();
        services.AddSingleton<AddedControllers>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<AddedControllers>());
        services.AddSingleton<IApplicationModelProvider, ChangedControllerModels>();
        services.AddSingleton<IActionDescriptorProvider>(static provider => provider.GetRequiredService<AddedControllers>());
        services.AddSingleton<IActionDescriptorChangeProvider>(static provider => provider.GetRequiredService<AddedControllers>());
        return services;
    }

    // A factory of the application's own stays.
    private static void AddBoundOptions(IServiceCollection services)
    {
        services.AddSingleton(new BoundOptionTypes(services));
        var known = services.LastOrDefault(static s => s.ServiceType == typeof(Options.IOptionsFactory<>) && !s.IsKeyedService);
        if (known is null || known.ImplementationType == typeof(Options.OptionsFactory<>))
            services.AddTransient(typeof(Options.IOptionsFactory<>), typeof(ContractOptionsFactory<>));
    }

    // A provider of the application's own stays; MVC adds its own where there is none.
    private static void AddModelContracts(IServiceCollection services)
    {
        services.AddSingleton<ModelContracts>();
        services.AddSingleton<IActionDescriptorChangeProvider>(static provider => provider.GetRequiredService<ModelContracts>());
        var known = services.LastOrDefault(static s => s.ServiceType == typeof(IModelMetadataProvider) && !s.IsKeyedService);
        if (known is null || known.ImplementationType == typeof(DefaultModelMetadataProvider))
            services.AddSingleton<IModelMetadataProvider, ContractMetadataProvider>();
    }

    private static void DecorateContextFactory(IServiceCollection services)
    {
        var inner = services.LastOrDefault(static s => s.ServiceType == typeof(IHttpContextFactory) && !s.IsKeyedService);
        services.AddSingleton<IHttpContextFactory>(provider =>
            ActivatorUtilities.CreateInstance<UnitContextFactory>(provider, inner switch
            {
                { ImplementationInstance: IHttpContextFactory instance } => instance,
                { ImplementationFactory: { } create } => (IHttpContextFactory)create(provider),
                _ => (IHttpContextFactory)ActivatorUtilities.CreateInstance(provider, inner?.ImplementationType ?? typeof(DefaultHttpContextFactory)),
            }));
    }
}

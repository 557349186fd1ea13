using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Types by which published frameworks show that they call a method once, while a process starts.</summary>
internal static class FrameworkTypes
{
    // What a program is put together with, and nothing needs once it runs. A context's own options are not among them: they are asked for
    // anew for each context.
    private static readonly HashSet<string> Builders = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.DependencyInjection.IServiceCollection",
        "Microsoft.Extensions.DependencyInjection.ServiceCollection",
        "Microsoft.Extensions.DependencyInjection.IMvcBuilder",
        "Microsoft.Extensions.DependencyInjection.IMvcCoreBuilder",
        "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder",
        "Microsoft.Extensions.DependencyInjection.IHttpClientBuilder",
        "Microsoft.Extensions.DependencyInjection.IRazorComponentsBuilder",
        "Microsoft.Extensions.DependencyInjection.IServerSideBlazorBuilder",
        "Microsoft.Extensions.Hosting.IHostBuilder",
        "Microsoft.Extensions.Hosting.HostBuilder",
        "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
        "Microsoft.Extensions.Hosting.HostApplicationBuilder",
        "Microsoft.Extensions.Hosting.HostBuilderContext",
        "Microsoft.Extensions.Logging.ILoggingBuilder",
        "Microsoft.Extensions.Configuration.IConfigurationBuilder",
        "Microsoft.Extensions.Configuration.IConfigurationManager",
        "Microsoft.Extensions.Configuration.ConfigurationManager",
        "Microsoft.AspNetCore.Builder.IApplicationBuilder",
        "Microsoft.AspNetCore.Builder.ApplicationBuilder",
        "Microsoft.AspNetCore.Builder.WebApplication",
        "Microsoft.AspNetCore.Builder.WebApplicationBuilder",
        "Microsoft.AspNetCore.Builder.IEndpointConventionBuilder",
        "Microsoft.AspNetCore.Builder.RouteHandlerBuilder",
        "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder",
        "Microsoft.AspNetCore.Routing.IRouteBuilder",
        "Microsoft.AspNetCore.Routing.RouteGroupBuilder",
        "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
        "Microsoft.AspNetCore.Authentication.AuthenticationBuilder",
        "Microsoft.AspNetCore.Authorization.AuthorizationBuilder",
        "Microsoft.AspNetCore.SignalR.ISignalRServerBuilder",
        "Microsoft.AspNetCore.Components.WebAssembly.Hosting.WebAssemblyHostBuilder",
        "Grpc.AspNetCore.Server.IGrpcServerBuilder",
        "Grpc.Core.ServiceBinderBase",
        "Hangfire.IGlobalConfiguration",
        "Hangfire.IRecurringJobManager",
        "Quartz.IQuartzBuilder",
        "Quartz.IServiceCollectionQuartzConfigurator",
        "Orleans.Hosting.ISiloBuilder",
        "Orleans.Hosting.IClientBuilder",
        "Akka.Hosting.AkkaConfigurationBuilder",
        "Autofac.ContainerBuilder",
        "AutoMapper.IMapperConfigurationExpression",
        "MassTransit.IBusRegistrationConfigurator",
        "MassTransit.IRabbitMqBusFactoryConfigurator",
        "MassTransit.IInMemoryBusFactoryConfigurator",
        "OpenTelemetry.Metrics.MeterProviderBuilder",
        "OpenTelemetry.Trace.TracerProviderBuilder",
        "Serilog.LoggerConfiguration",
        "Microsoft.Maui.Hosting.MauiAppBuilder",
        "Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder",
    };

    // What Entity Framework asks for once for each kind of context.
    private static readonly HashSet<string> Models = new(StringComparer.Ordinal)
    {
        "Microsoft.EntityFrameworkCore.ModelBuilder",
        "Microsoft.EntityFrameworkCore.ModelConfigurationBuilder",
        "Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder",
        "Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder`1",
        "Microsoft.EntityFrameworkCore.Metadata.Builders.OwnedNavigationBuilder`2",
        "Microsoft.EntityFrameworkCore.Metadata.Builders.ComplexPropertyBuilder`1",
        "System.Data.Entity.DbModelBuilder",
        "System.Data.Entity.ModelConfiguration.EntityTypeConfiguration`1",
    };

    /// <summary>What a method's parameters say of when it runs.</summary>
    public static OnceEntry FindEntry(MethodDefinition method)
    {
        foreach (var parameter in method.Parameters)
        {
            var type = parameter.ParameterType is ByReferenceType reference ? reference.ElementType : parameter.ParameterType;
            // Whoever builds the framework itself is not called by it.
            if (type.GetElementType() is TypeDefinition)
                continue;
            var name = type.GetElementType().FullName;
            if (Builders.Contains(name))
                return OnceEntry.Configuration;
            if (Models.Contains(name))
                return OnceEntry.Model;
        }

        return OnceEntry.None;
    }

    /// <summary>Whether a hosting framework starts objects of a type with the process.</summary>
    public static bool IsHosted(TypeDefinition type) => HasAbove(
        type, static t => t.FullName is "Microsoft.Extensions.Hosting.IHostedService" or "Microsoft.Extensions.Hosting.IHostedLifecycleService" or "Microsoft.Extensions.Hosting.BackgroundService");

    /// <summary>Whether a base class or an interface of a type, over any number of steps, is meant.</summary>
    public static bool HasAbove(TypeDefinition type, Func<TypeReference, bool> isMeant)
    {
        for (var next = type; next is not null; next = ResolveOrNull(next.BaseType))
        {
            if (next.Interfaces.Any(i => Is(i.InterfaceType)) || (next.BaseType is { } above && isMeant(above.GetElementType())))
                return true;
        }

        return false;

        bool Is(TypeReference view) => isMeant(view.GetElementType()) || (ResolveOrNull(view) is { } definition && definition.Interfaces.Any(i => Is(i.InterfaceType)));
    }

    // A reference assembly that is not at hand leaves the question open, and what is found in the application is the answer.
    private static TypeDefinition? ResolveOrNull(TypeReference? type)
    {
        try
        {
            return type?.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }
}

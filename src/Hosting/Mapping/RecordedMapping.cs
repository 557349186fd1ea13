using System.Reflection;
using HotWeave.AspNetCore.Services;
using HotWeave.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>What a method of a patch maps when it is run beside the application: end points of the same services, in no pipeline yet.</summary>
internal sealed class RecordedMapping
{
    private readonly IEndpointRouteBuilder _builder;

    // Sources compile all handlers whenever they are asked. Replaced as a whole.
    private volatile IReadOnlyList<Endpoint>? _built;

    private RecordedMapping(IEndpointRouteBuilder builder) => _builder = builder;

    /// <summary>The end points.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _built ??= [.. _builder.DataSources.SelectMany(static s => s.Endpoints)];

    /// <summary>Has them built anew, as those of the application are when its contracts change.</summary>
    internal void Forget() => _built = null;

    /// <summary>Runs it.</summary>
    /// <exception cref="SwapException">HW8003: it threw.</exception>
    internal static RecordedMapping Record(MethodInfo maps, IEndpointRouteBuilder application)
    {
        try
        {
            var recorded = new RecordedMapping(MakeBuilder(application));
            maps.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [recorded._builder], null);
            // What is wrong with one of them shows when they are built.
            _ = recorded.Endpoints;
            return recorded;
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.MappingFailed.Refuse(e, e.GetType().Name, e.Message);
        }
    }

    // Methods that take a WebApplication want one. It is the same host's, and has sources of its own.
    private static IEndpointRouteBuilder MakeBuilder(IEndpointRouteBuilder application)
    {
        var services = application.ServiceProvider.GetService<AddedServices>()?.FindProvider() ?? application.ServiceProvider;
        var constructor = typeof(WebApplication).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(IHost)]);
        return constructor is not null && application is WebApplication && application.ServiceProvider.GetService<IHost>() is { } host
            ? (IEndpointRouteBuilder)constructor.Invoke([services is not LayeredProvider ? host : new LayeredHost(services)])
            : new PlainBuilder(application, services);
    }

    private sealed class PlainBuilder(IEndpointRouteBuilder application, IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => application.CreateApplicationBuilder();
    }
}

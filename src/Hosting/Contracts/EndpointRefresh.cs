using HotWeave.AspNetCore.Contracts.Bound;
using HotWeave.AspNetCore.Contracts.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Contracts;

/// <summary>
/// Has an application's endpoints built anew: a minimal API's endpoint keeps the JSON contract of what it answers, which it took when it was built, and would go on writing the old shape.
/// Requests that run keep the endpoint that they have.
/// </summary>
/// <remarks>Routing builds all endpoints again when one of their sources says that it has changed, so this is an empty source among them.</remarks>
internal sealed class EndpointRefresh : IHostedService, IDisposable
{
    // Where UseRouting leaves what it routes to, on .NET 8 to 10.
    private const string RouteBuilder = "__EndpointRouteBuilder";

    private readonly EmptySource _source = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ContractChanges.Add(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        ContractChanges.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Also hosts that are disposed without having been stopped hear of no turn any more.</summary>
    public void Dispose()
    {
        ContractChanges.Remove(this);
        _source.Dispose();
    }

    /// <summary>Joins the sources of a pipeline that is complete; does nothing where it does not route.</summary>
    internal void AddTo(IApplicationBuilder pipeline)
    {
        if (!pipeline.Properties.TryGetValue(RouteBuilder, out var builder) || builder is not IEndpointRouteBuilder routes)
            return;
        // What makes links and descriptions has a list of its own.
        var all = (pipeline.ApplicationServices.GetService<EndpointDataSource>() as CompositeEndpointDataSource)?.DataSources as ICollection<EndpointDataSource>;
        foreach (var sources in new[] { routes.DataSources, all })
        {
            if (sources?.Contains(_source) == false)
                sources.Add(_source);
        }
    }

    /// <summary>Who keeps what was built of end points; null for nobody. Set once, before the application starts.</summary>
    internal IBuiltEndpoints? Built { get; set; }

    /// <summary>What controllers know of types; null for nothing. Set once, before the application starts.</summary>
    internal ModelContracts? Models { get; set; }

    /// <summary>The application's options; null for none. Set once, before the application starts.</summary>
    internal LivingOptions? Living { get; set; }

    internal void Refresh()
    {
        Built?.Forget();
        Models?.Forget();
        _source.Change();
    }

    private sealed class EmptySource : EndpointDataSource, IDisposable
    {
        // Replaced before the old one is signalled, so that who asks again gets the new one.
        private CancellationTokenSource _changed = new();

        public override IReadOnlyList<Endpoint> Endpoints => [];

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

        public void Dispose() => _changed.Dispose();

        internal void Change()
        {
            try
            {
                Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The application ended while the turn was told of; nobody routes there any more.
            }
        }
    }
}

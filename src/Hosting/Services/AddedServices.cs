using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Guarding;
using HotWeave.Protocol;
using HotWeave.Swapping;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave.AspNetCore.Services;

/// <summary>
/// The services that versions register beside those of one application: recorded before the turn, given to requests and objects of the
/// version, disposed of when no version has them any more.
/// </summary>
/// <param name="services">The application's services.</param>
/// <param name="registered">How they were registered.</param>
/// <param name="loggers">Where failures of services that end go.</param>
internal sealed partial class AddedServices(IServiceProvider services, RegisteredServices registered, ILoggerFactory loggers)
    : LiveParticipant, IHostedService, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("HotWeave");

    // The live versions, the oldest first; none where they have what is deployed. Read by each request.
    private volatile ServiceLayer[] _live = [];

    // What no version has, and fields of objects have still. Under the lock.
    private readonly List<AddedService> _kept = [];

    internal override FrameworkConcerns Concern => FrameworkConcerns.Services;

    /// <summary>Completes when nobody uses what a version had that is gone; null where nobody does.</summary>
    internal Func<Task>? UsersEnded { get; set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Add(this);
        lock (Sync)
        {
            Current = Transition.World.Main.Version;
            if (Current != 0 && Swapper.Instance.DescribeCurrent() is { Registers.Count: > 0 } version)
                _live = [Record(version)];
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Ends with the application, and with it what it has made.</summary>
    public void Dispose()
    {
        SwapParticipants.Remove(this);
        var all = _live.SelectMany(static l => l.All).Concat(_kept).Distinct();
        foreach (var single in all.Select(static s => s.TakeSingle()).OfType<object>())
            ServiceEnd.Dispose(single);
    }

    /// <summary>What the caller's version has; null where that is what is deployed.</summary>
    internal ServiceLayer? FindForCaller()
    {
        var live = _live;
        if (live.Length == 0)
            return null;
        var layer = FindLayer(live, Transition.CallersEpoch().Version) ?? live[^1];
        return layer.Services.Count == 0 ? null : layer;
    }

    /// <summary>Whether a live version registers services of a type.</summary>
    internal bool AreAdded(Type type) => Array.Exists(_live, l => l.Find(type, null) is not null);

    /// <summary>The application's services, with those of the caller's version.</summary>
    internal IServiceProvider FindProvider() => FindForCaller()?.Root ?? services;

    /// <summary>Gives a request what its version has.</summary>
    internal void GiveServices(HttpContext context)
    {
        if (FindForCaller() is not { } layer)
            return;
        var deployed = context.Features.Get<IServiceProvidersFeature>()
            ?? new RequestServicesFeature(context, services.GetService<IServiceScopeFactory>());
        context.Features.Set<IServiceProvidersFeature>(new LayeredRequestServices(layer, deployed));
    }

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            BeginStaging(version);
            var live = _live.Length == 0 ? [new ServiceLayer(Current, services, [])] : _live;
            ShowOrRefuse(SwapDiagnostics.ServicesFailed, () =>
            {
                var staged = FindLayer(live, version.To) ?? Record(version);
                staged.Check();
                _live = [.. live.Where(l => l.Version != version.To), staged];
            });
        }
    }

    protected override bool ShowsOthers => _live.Length >= 2;

    protected override void ShowCurrent()
    {
        var live = _live;
        var current = FindLayer(live, Current);
        _live = current is { Services.Count: > 0 } ? [current] : [];
        List<AddedService> gone = [.. live.SelectMany(static l => l.All).Distinct().Where(s => current?.All.Contains(s) != true)];
        _kept.AddRange(gone.Where(s => s.IsKept && !_kept.Contains(s)));
        List<object> ending = [.. gone.Where(static s => !s.IsKept).Select(static s => s.TakeSingle()).OfType<object>()];
        if (ending.Count > 0)
            OwnWork.Queue("disposing of services", End, ending);
    }

    private static ServiceLayer? FindLayer(ServiceLayer[] live, int version) => Array.Find(live, l => l.Version == version);

    // On a collection with all that is deployed, so that what is only tried to be added is not where it is there.
    private ServiceLayer Record(StagedVersion version)
    {
        var collection = new ServiceCollection();
        foreach (var deployed in registered.All)
            ((IServiceCollection)collection).Add(deployed);
        foreach (var method in version.Registers)
            method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [collection], null);
        List<AddedService> known = [.. _live.SelectMany(static l => l.Services), .. _kept];
        List<AddedService> added = [];
        foreach (var descriptor in collection.Skip(registered.All.Count))
        {
            var service = known.Find(k => k.IsSameAs(descriptor)) ?? new AddedService(descriptor);
            // Code that registers services may have run as the version has it.
            if (registered.All.Any(d => service.IsSameAs(d)))
                continue;
            if (registered.All.Any(d => d.ServiceType == descriptor.ServiceType && Equals(d.ServiceKey, descriptor.ServiceKey)))
            {
                throw new InvalidOperationException(
                    $"The application has registered {descriptor.ServiceType} itself, and what it has made of that stays.");
            }

            added.Add(service);
        }

        return new ServiceLayer(version.To, services, added);
    }

    private void End(List<object> ending) => _ = EndAsync(ending);

    private async Task EndAsync(List<object> ending)
    {
        if (UsersEnded is { } users)
            await users();
        foreach (var single in Enumerable.Reverse(ending))
        {
            try
            {
                await ServiceEnd.DisposeAsync(single);
            }
            catch (Exception e)
            {
                LogFailed(e, single.GetType().FullName!);
            }
        }
    }

    [LoggerMessage(6, LogLevel.Error, "The service {Service} of a patch could not be disposed of.")]
    private partial void LogFailed(Exception exception, string service);
}

/// <summary>How the application registered its services.</summary>
/// <param name="All">In order; complete when the first service is asked for.</param>
internal sealed record RegisteredServices(IServiceCollection All);

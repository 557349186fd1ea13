using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>
/// A fleet that a dashboard shows. Where it may be steered, its roll-outs' steps are taken as long as the dashboard runs.
/// </summary>
internal sealed class ShownFleet : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _controlling;

    /// <param name="application">The application.</param>
    /// <param name="address">The store's address.</param>
    /// <param name="by">Who runs the dashboard; null where it steers nothing.</param>
    /// <exception cref="FleetException">HW8402, HW8408: there is no such store, or application.</exception>
    public ShownFleet(string application, string address, string? by)
    {
        if (!FleetKeys.IsApplication(application))
            throw FleetDiagnostics.BadApplication(application);
        Application = application;
        Store = FleetStores.Open(address);
        // Nobody listens to the tool's own metrics.
        var telemetry = new FleetTelemetry(application, static e => throw e);
        _controlling = by is null
            ? Task.CompletedTask
            : new RolloutController(Store, application, by, TimeProvider.System, telemetry).RunAsync(null, _ending.Token);
    }

    /// <summary>The application.</summary>
    public string Application { get; }

    /// <summary>The store.</summary>
    public IFleetStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _controlling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Store.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }
}

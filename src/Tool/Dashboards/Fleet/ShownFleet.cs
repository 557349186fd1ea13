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
    private volatile string? _problem;

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
        _controlling = by is null
            ? Task.CompletedTask
            : EndlessRun.RunAsync(token => ControlAsync(by, token), NoteProblem, TimeProvider.System, _ending.Token);
    }

    /// <summary>The application.</summary>
    public string Application { get; }

    /// <summary>The store.</summary>
    public IFleetStore Store { get; }

    /// <summary>Why the steps of its roll-outs are not taken here at the moment; null where they are, or are not to be.</summary>
    public string? Problem => _problem;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _controlling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Store.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    // A new one each time: what it has heard before the watch ended may be old.
    private Task<FleetWish> ControlAsync(string by, CancellationToken cancellation)
    {
        // Nobody listens to the tool's own metrics.
        var telemetry = new FleetTelemetry(Application, static e => throw e);
        var controller = new RolloutController(Store, Application, by, TimeProvider.System, telemetry);
        return controller.RunAsync(
            _ =>
            {
                _problem = null;
                return false;
            },
            cancellation);
    }

    private void NoteProblem(Exception problem) =>
        _problem = "Steps of its roll-outs are not taken here: " + (problem is FleetException refused ? $"{refused.Code}: {refused.Message}" : problem.Message);
}

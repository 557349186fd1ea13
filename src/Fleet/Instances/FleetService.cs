using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotWeave.Fleet.Instances;

/// <summary>Makes the process an instance of its fleet while the application runs, and a controller of its roll-outs where that is asked for.</summary>
internal sealed class FleetService(IOptions<FleetOptions> options, ILoggerFactory loggers) : BackgroundService
{
    private readonly FleetLog _log = new(loggers.CreateLogger("HotWeave.Fleet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whatever waits for a store does not hold the application's start.
        await Task.Yield();
        await RunAsync(RunWithStoreAsync, stoppingToken).ConfigureAwait(false);
    }

    private async Task RunWithStoreAsync(CancellationToken stopping)
    {
        await using var store = FleetStores.Open(options.Value.Store);
        var instance = MakeInstance(store);
        await Task.WhenAll(
            RunAsync(instance.RunAsync, stopping),
            options.Value.Controls ? RunAsync(token => MakeController(store).RunAsync(null, token), stopping) : Task.CompletedTask)
            .ConfigureAwait(false);
    }

    // The outermost edge: an exception that left here would end the application.
    private Task RunAsync(Func<CancellationToken, Task> run, CancellationToken stopping) =>
        EndlessRun.RunAsync(run, SayEnded, TimeProvider.System, stopping);

    private void SayEnded(Exception problem)
    {
        if (problem is FleetException refused)
            _log.LogStore(refused.Message);
        else
            _log.LogDefect(problem);
    }

    private FleetInstance MakeInstance(IFleetStore store) =>
        new(store, options.Value, new ProcessTarget(), TimeProvider.System, _log, MakeTelemetry());

    private RolloutController MakeController(IFleetStore store) =>
        new(store, options.Value.Application, "instance " + options.Value.Instance, TimeProvider.System, MakeTelemetry());

    private FleetTelemetry MakeTelemetry() => new(options.Value.Application, _log.LogListener);
}

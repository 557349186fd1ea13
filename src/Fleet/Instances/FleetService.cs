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
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly FleetLog _log = new(loggers.CreateLogger("HotWeave.Fleet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whatever waits for a store does not hold the application's start.
        await Task.Yield();
        await using var store = FleetStores.Open(options.Value.Store);
        await Task.WhenAll(
            GoOnAsync(() => MakeInstance(store).RunAsync(stoppingToken), stoppingToken),
            options.Value.Controls ? GoOnAsync(() => MakeController(store).RunAsync(null, stoppingToken), stoppingToken) : Task.CompletedTask)
            .ConfigureAwait(false);
    }

    private FleetInstance MakeInstance(IFleetStore store) =>
        new(store, options.Value, new ProcessTarget(), TimeProvider.System, _log, MakeTelemetry());

    private RolloutController MakeController(IFleetStore store) =>
        new(store, options.Value.Application, "instance " + options.Value.Instance, TimeProvider.System, MakeTelemetry());

    private FleetTelemetry MakeTelemetry() => new(options.Value.Application, _log.LogListener);

    // The outermost edge: an exception that left here would end the application.
    private async Task GoOnAsync(Func<Task> run, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run().ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (FleetException e)
            {
                _log.LogStore(e.Message);
            }
            catch (Exception e)
            {
                _log.LogDefect(e);
            }

            await Task.Delay(s_pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Instances;

/// <summary>What an instance does while its store is away: it says so, and asks again.</summary>
internal sealed class StorePatience(TimeProvider clock, FleetLog log, FleetTelemetry telemetry)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Says that the store does not answer.</summary>
    public void Say(FleetException problem)
    {
        telemetry.TellStoreFailure();
        log.LogStore(problem.Message);
    }

    /// <summary>Asks until there is an answer.</summary>
    public async Task<T> TryAgainAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await act(cancellation).ConfigureAwait(false);
            }
            catch (FleetException e)
            {
                Say(e);
                await Task.Delay(s_pause, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Timers;

namespace HotWeave.Orleans.Grains;

/// <summary>
/// Tells living grains of swaps while the silo is active, some at a time, and deactivates others where that is asked for.
/// </summary>
/// <remarks>
/// By a timer of each grain that ticks once: a tick is a turn of that very activation, waits its turn, and passes the filters, so that it
/// is a unit.
/// </remarks>
internal sealed partial class SwapAnnouncer(
    LivingGrains living, ITimerRegistry timers, IOptions<HotWeaveSiloOptions> options, ILogger<SwapAnnouncer> logger)
    : ILifecycleParticipant<ISiloLifecycle>, ILifecycleObserver, IDisposable
{
    private const string NotToldId = "HW6402";
    private const string NotTold =
        NotToldId + ": {Grain} was not told of version {Version}, or failed to take it up. Deactivate it, so that its next call activates it anew.";

    private static readonly DeactivationReason s_reason = new(DeactivationReasonCode.ApplicationRequested, "Its code has changed.");

    // A grain that has gone meanwhile does not tick any more.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();

    // The round that tells of one swap ends before that of the next begins. Replaced under its lock.
    private readonly object _lock = new();
    private Task _rounds = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(SwapAnnouncer), ServiceLifecycleStage.Active, this);

    /// <inheritdoc/>
    public Task OnStart(CancellationToken cancellationToken)
    {
        HotSwap.Swapped += AddRound;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task OnStop(CancellationToken cancellationToken)
    {
        HotSwap.Swapped -= AddRound;
        await _stop.CancelAsync().ConfigureAwait(false);
        Task rounds;
        lock (_lock)
            rounds = _rounds;
        await rounds.ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private void AddRound(object? sender, SwapEventArgs e)
    {
        lock (_lock)
            _rounds = TellAllAsync(_rounds, e.Result);
    }

    private async Task TellAllAsync(Task before, SwapResult swap)
    {
        // The swap's thread goes on at once.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var atATime = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Value.GrainsAtATime) };
        await Parallel.ForEachAsync(living.FindToTell(), atATime, (grain, _) => TellAsync(grain, swap.To)).ConfigureAwait(false);
        if (!options.Value.DeactivateChangedGrains)
            return;
        var changed = living.FindChanged(new HashSet<string>(swap.Types, StringComparer.Ordinal));
        await Parallel.ForEachAsync(changed, atATime, (grain, _) => DeactivateAsync(grain)).ConfigureAwait(false);
    }

    // What it runs ends first, and the next call waits until it is made anew.
    private async ValueTask DeactivateAsync(IGrainContext grain)
    {
        try
        {
            grain.Deactivate(s_reason, _stop.Token);
            await grain.Deactivated.WaitAsync(s_patience, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (TimeoutException)
        {
            // It runs something that lasts, and ends when that has ended.
        }
    }

    private async ValueTask TellAsync(IGrainContext grain, VersionNumber version)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            grain.Scheduler.QueueAction(() => BeginTick(grain, version, told));
            await told.Task.WaitAsync(s_patience, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
        catch (Exception e)
        {
            LogNotTold(logger, e, grain.GrainId, version);
        }
    }

    // On the grain's own scheduler, as timers are begun.
    private void BeginTick(IGrainContext grain, VersionNumber version, TaskCompletionSource told)
    {
        try
        {
            IGrainTimer? timer = null;
            var once = new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = false };
            timer = timers.RegisterGrainTimer(grain, TickAsync, told, once);

            async Task TickAsync(TaskCompletionSource end, CancellationToken cancellation)
            {
                try
                {
                    if (grain.GrainInstance is IOnCodeChange instance)
                        await instance.OnCodeChangeAsync(version).ConfigureAwait(true);
                    end.TrySetResult();
                }
                catch (Exception e)
                {
                    end.TrySetException(e);
                }

                timer?.Dispose();
            }
        }
        catch (Exception e)
        {
            told.TrySetException(e);
        }
    }

    [LoggerMessage(6402, LogLevel.Warning, NotTold)]
    private static partial void LogNotTold(ILogger logger, Exception exception, GrainId grain, VersionNumber version);
}

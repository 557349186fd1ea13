using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Instances;

/// <summary>
/// One instance: follows the wish of its application, takes and gives back what it says, judges itself, and reports. It needs the store for
/// nothing else: without it the process starts, runs and goes back as it always does.
/// </summary>
internal sealed class FleetInstance
{
    private static readonly TimeSpan s_leaving = TimeSpan.FromSeconds(2);

    private readonly IFleetStore _store;
    private readonly FleetOptions _options;
    private readonly TimeProvider _clock;
    private readonly FleetLog _log;
    private readonly FleetTelemetry _telemetry;
    private readonly StorePatience _patience;
    private readonly OwnReport _self;
    private readonly WakeSignal _woken;
    private readonly WishFollower _follower;

    // Written by the watch, read by the loop, whole each time.
    private volatile FleetWish? _wish;

    public FleetInstance(IFleetStore store, FleetOptions options, ISwapTarget target, TimeProvider clock, FleetLog log, FleetTelemetry telemetry)
    {
        _store = store;
        _options = options;
        _clock = clock;
        _log = log;
        _telemetry = telemetry;
        _patience = new StorePatience(clock, log, telemetry);
        _self = new OwnReport(store, options, target, log);
        _woken = new WakeSignal(clock);
        _follower = new WishFollower(store, target, _self, _patience, clock, log, telemetry, _woken.Wake);
    }

    /// <summary>Runs until it is cancelled, then says that it has left. What it has reached and said it still knows when it runs again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = Task.CompletedTask;
        try
        {
            await _patience.TryAgainAsync(_self.BeginAsync, cancellation).ConfigureAwait(false);
            watch = EndlessRun.RunAsync(WatchAsync, SayEnded, _clock, ending.Token);
            while (true)
            {
                await FollowAsync(cancellation).ConfigureAwait(false);
                await ReportAsync(cancellation).ConfigureAwait(false);
                // Woken by a change, at the latest when the report is to be written again.
                await _woken.WaitAsync(_follower.FindPause(ReportPeriod), cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await LeaveAsync().ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
    }

    private TimeSpan ReportPeriod => _options.Lease / 3;

    private async Task WatchAsync(CancellationToken cancellation)
    {
        await foreach (var entry in _store.WatchAsync(FleetKeys.Wish(_options.Application), cancellation).ConfigureAwait(false))
        {
            _wish = entry.Value is null ? null : FleetJson.Read<FleetWish>(entry);
            _woken.Wake();
        }
    }

    private void SayEnded(Exception problem)
    {
        if (problem is FleetException refused)
            _patience.Say(refused);
        else
            _log.LogWatch(problem);
    }

    // A swap may wait for units for longer than a report holds.
    private async Task FollowAsync(CancellationToken cancellation)
    {
        var following = _follower.FollowAsync(_wish, cancellation);
        try
        {
            while (!following.IsCompleted)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var due = Task.Delay(ReportPeriod, _clock, beat.Token);
                if (await Task.WhenAny(following, due).ConfigureAwait(false) == due)
                    await ReportAsync(cancellation).ConfigureAwait(false);
                await beat.CancelAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await following.ConfigureAwait(false);
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        try
        {
            await _self.WriteAsync(cancellation).ConfigureAwait(false);
            _telemetry.TellReport();
        }
        catch (FleetException e)
        {
            _patience.Say(e);
        }
    }

    // Not for long: the application ends.
    private async Task LeaveAsync()
    {
        if (!_self.HasBegun)
            return;
        using var patience = new CancellationTokenSource(s_leaving, _clock);
        try
        {
            await _self.LeaveAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FleetException or OperationCanceledException)
        {
            _log.LogStore("The end of the instance could not be reported.");
        }
    }
}

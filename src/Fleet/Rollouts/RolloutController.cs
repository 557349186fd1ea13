using System.Threading.Channels;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// Takes the steps of an application's roll-outs, as they become due. Any number of them may run, in any process, and any may end at any
/// moment: what one has not written,
/// another works out again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="application">The application.</param>
/// <param name="by">Who runs it, for the audit.</param>
/// <param name="clock">The time.</param>
/// <param name="telemetry">Told of each step that this controller has written.</param>
internal sealed class RolloutController(IFleetStore store, string application, string by, TimeProvider clock, FleetTelemetry telemetry)
{
    // Leases and deadlines run out without an event.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly InstanceWatch _instances = new(clock);
    private FleetEntry? _wish;

    /// <summary>Runs until it is cancelled, or what it waits for has come.</summary>
    /// <param name="isDone">Looks at each state of the wish, this controller's own steps and those of others; null to go on for ever.</param>
    /// <param name="cancellation">Ends it; between two steps.</param>
    /// <returns>The wish that was waited for.</returns>
    public async Task<FleetWish> RunAsync(Func<FleetWish, bool>? isDone, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var entries = Channel.CreateUnbounded<FleetEntry>();
        Task[] watches =
        [
            ForwardAsync(FleetKeys.Wish(application), entries.Writer, ending.Token),
            ForwardAsync(FleetKeys.Instances(application), entries.Writer, ending.Token),
        ];
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                await WaitAsync(entries.Reader, cancellation).ConfigureAwait(false);
                // Who does not hear any more what becomes of the fleet must not decide over it.
                if (Array.Find(watches, static w => w.IsCompleted) is { } ended)
                    await ended.ConfigureAwait(false);
                while (entries.Reader.TryRead(out var entry))
                    NoteEntry(entry);
                if (await TryStepAsync(cancellation).ConfigureAwait(false) is { } wish && isDone?.Invoke(wish) == true)
                    return wish;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForwardAsync(string prefix, ChannelWriter<FleetEntry> entries, CancellationToken cancellation)
    {
        await foreach (var entry in store.WatchAsync(prefix, cancellation).ConfigureAwait(false))
            await entries.WriteAsync(entry, cancellation).ConfigureAwait(false);
    }

    private static async Task WaitAsync(ChannelReader<FleetEntry> entries, CancellationToken cancellation)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        look.CancelAfter(s_look);
        try
        {
            await entries.WaitToReadAsync(look.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing came; time has passed.
        }
    }

    private void NoteEntry(FleetEntry entry)
    {
        if (entry.Key != FleetKeys.Wish(application))
            _instances.NoteReport(entry.Key, entry.Value is null ? null : FleetJson.Read<InstanceReport>(entry));
        else if (entry.Value is not null && entry.Revision > (_wish?.Revision ?? 0))
            _wish = entry;
    }

    // A store that is away is asked again at the next look; nothing of the step is kept.
    private async Task<FleetWish?> TryStepAsync(CancellationToken cancellation)
    {
        try
        {
            return await StepAsync(cancellation).ConfigureAwait(false);
        }
        catch (FleetException e) when (e.Code == FleetDiagnostics.StoreAway)
        {
            telemetry.TellStoreFailure();
            return null;
        }
    }

    // One step at a time: the next is worked out from what the store has made of this one.
    private async Task<FleetWish?> StepAsync(CancellationToken cancellation)
    {
        if (_wish is not { } read)
            return null;
        var wish = FleetJson.Read<FleetWish>(read);
        if (RolloutStep.Find(wish, _instances.Describe(), clock.GetUtcNow()) is not { } next)
            return wish;
        next = StepRecord.Add(wish, next, by, clock.GetUtcNow());
        var rollout = next.Rollout ?? next.History[^1];
        var activity = telemetry.Start("hotweave.fleet.step", rollout.Number, rollout.Digest);
        var isWritten = false;
        try
        {
            var value = FleetJson.Write(next);
            if (await store.TryWriteAsync(read.Key, value, read.Revision, cancellation).ConfigureAwait(false) is not { } revision)
                return wish;
            _wish = new FleetEntry(read.Key, value, revision);
            isWritten = true;
            telemetry.TellStep(rollout, clock.GetUtcNow());
            return next;
        }
        finally
        {
            telemetry.End(activity, isWritten ? rollout.Phase.ToString() : "overtaken");
        }
    }
}

using System.Threading.Channels;

namespace HotWeave.Fleet.Instances;

/// <summary>Wakes a loop, from any thread; several wakings before it looks are one.</summary>
internal sealed class WakeSignal(TimeProvider clock)
{
    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes.</summary>
    public void Wake() => _woken.Writer.TryWrite(true);

    /// <summary>Waits until somebody wakes, or the time has passed.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(time, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await _woken.Reader.ReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace HotWeave.AspNetCore.Streams;

/// <summary>Makes each message of a channel a unit, from when the method takes it until it looks for the next.</summary>
/// <param name="inner">The channel.</param>
/// <param name="units">The messages' units.</param>
/// <param name="aborted">Signalled when the connection has ended.</param>
internal sealed class UnitReader<T>(ChannelReader<T> inner, StreamUnits units, CancellationToken aborted) : ChannelReader<T>
{
    public override Task Completion => inner.Completion;

    public override bool CanCount => inner.CanCount;

    public override bool CanPeek => inner.CanPeek;

    public override int Count => inner.Count;

    public override bool TryPeek([MaybeNullWhen(false)] out T item) => inner.TryPeek(out item);

    // While new units have to wait there seems to be no message, and who waits for one waits for that.
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        units.EndCurrent();
        item = default;
        if ((inner.CanPeek && !inner.TryPeek(out _)) || !units.TryBeginNext())
            return false;
        if (inner.TryRead(out item))
            return true;
        units.EndCurrent();
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        units.EndCurrent();
        return WaitAsync(cancellationToken);
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var gate = cancellationToken.CanBeCanceled ? cancellationToken : aborted;
        if (await inner.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            await UnitOfWork.WaitForGateAsync(gate).ConfigureAwait(false);
            return true;
        }

        // After the last message comes the answer, which is made in a unit too.
        await units.BeginNextAsync(gate).ConfigureAwait(false);
        return false;
    }
}

using Grpc.Core;

namespace HotWeave.Grpc.Streams;

/// <summary>Makes each message that comes by a stream a unit, from when the handler gets it until it asks for the next.</summary>
/// <param name="inner">The stream.</param>
/// <param name="units">The messages' units.</param>
/// <param name="endsInUnit">Whether what the handler does after the last message is a unit too.</param>
/// <param name="cancellation">Signalled when the call ends.</param>
internal sealed class UnitStreamReader<T>(IAsyncStreamReader<T> inner, StreamUnits units, bool endsInUnit, CancellationToken cancellation)
    : IAsyncStreamReader<T>
{
    /// <inheritdoc/>
    public T Current => inner.Current;

    /// <inheritdoc/>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        // No swap waits for a stream that waits.
        units.EndCurrent();
        var hasNext = await inner.MoveNext(cancellationToken).ConfigureAwait(false);
        if (hasNext || endsInUnit)
            await units.BeginNextAsync(cancellationToken.CanBeCanceled ? cancellationToken : cancellation).ConfigureAwait(false);
        return hasNext;
    }
}

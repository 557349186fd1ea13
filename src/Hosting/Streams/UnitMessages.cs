namespace HotWeave.AspNetCore.Streams;

/// <summary>Makes each message of a stream a unit, from when the method gets it until it asks for the next.</summary>
/// <param name="inner">The stream.</param>
/// <param name="units">The messages' units.</param>
/// <param name="aborted">Signalled when the connection has ended.</param>
internal sealed class UnitMessages<T>(IAsyncEnumerable<T> inner, StreamUnits units, CancellationToken aborted) : IAsyncEnumerable<T>
{
    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(inner.GetAsyncEnumerator(cancellationToken), units, cancellationToken.CanBeCanceled ? cancellationToken : aborted);

    private sealed class Enumerator(IAsyncEnumerator<T> inner, StreamUnits units, CancellationToken cancellation) : IAsyncEnumerator<T>
    {
        public T Current => inner.Current;

        // After the last message comes the answer, which is made in a unit too.
        public async ValueTask<bool> MoveNextAsync()
        {
            units.EndCurrent();
            var hasNext = await inner.MoveNextAsync().ConfigureAwait(false);
            await units.BeginNextAsync(cancellation).ConfigureAwait(false);
            return hasNext;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

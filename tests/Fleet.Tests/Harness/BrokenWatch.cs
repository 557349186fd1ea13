using System.Runtime.CompilerServices;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>A store whose watches end by an exception as often as a test says, or without any, before they are as they should be.</summary>
/// <param name="store">The store.</param>
/// <param name="problems">What ends one watch after the other; null for one that just ends.</param>
internal sealed class BrokenWatch(IFleetStore store, params Exception?[] problems) : IFleetStore
{
    private int _watches;

    /// <summary>How many watches were begun.</summary>
    public int Watches => Volatile.Read(ref _watches);

    public async IAsyncEnumerable<FleetEntry> WatchAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var index = Interlocked.Increment(ref _watches) - 1;
        if (index < problems.Length)
        {
            await Task.Yield();
            if (problems[index] is { } problem)
                throw problem;
            yield break;
        }

        await foreach (var entry in store.WatchAsync(prefix, cancellation))
            yield return entry;
    }

    public Task<FleetEntry?> ReadAsync(string key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

    public Task<long?> TryWriteAsync(string key, byte[] value, long revision, CancellationToken cancellation) =>
        store.TryWriteAsync(key, value, revision, cancellation);

    public Task WriteAsync(string key, byte[] value, CancellationToken cancellation) => store.WriteAsync(key, value, cancellation);

    public Task<IReadOnlyList<FleetEntry>> ListAsync(string prefix, CancellationToken cancellation) => store.ListAsync(prefix, cancellation);

    public Task PutPatchAsync(string digest, byte[] bytes, CancellationToken cancellation) => store.PutPatchAsync(digest, bytes, cancellation);

    public Task<byte[]?> ReadPatchAsync(string digest, CancellationToken cancellation) => store.ReadPatchAsync(digest, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

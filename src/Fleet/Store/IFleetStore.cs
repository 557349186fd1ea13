using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Store;

/// <summary>
/// Where wishes, reports and patches lie. Another store is one more implementation; the conformance tests say what it has to keep. All
/// members may be called from any
/// thread and at once.
/// </summary>
/// <remarks>A store that cannot be reached throws a <see cref="FleetException"/> with the code HW8402; whoever asked tries again.</remarks>
internal interface IFleetStore : IAsyncDisposable
{
    /// <summary>Reads what lies under a key; null where nothing does.</summary>
    Task<FleetEntry?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>Writes if nobody has since a revision was read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What to write.</param>
    /// <param name="revision">The revision that was read; 0 where nothing lay there.</param>
    /// <param name="cancellation">Stops waiting; whether it was written is not known then.</param>
    /// <returns>The new revision; null where somebody else has written.</returns>
    Task<long?> TryWriteAsync(string key, byte[] value, long revision, CancellationToken cancellation);

    /// <summary>Writes, whatever lies there.</summary>
    Task WriteAsync(string key, byte[] value, CancellationToken cancellation);

    /// <summary>Lists what lies under all keys that begin so, in no order.</summary>
    Task<IReadOnlyList<FleetEntry>> ListAsync(string prefix, CancellationToken cancellation);

    /// <summary>
    /// What lies under all keys that begin so, and then each change, for as long as it is asked. The last state of each key comes for
    /// certain; states between may be left
    /// out. Survives a store that goes and comes back.
    /// </summary>
    IAsyncEnumerable<FleetEntry> WatchAsync(string prefix, CancellationToken cancellation);

    /// <summary>Keeps a patch; one that is there already stays.</summary>
    Task PutPatchAsync(string digest, byte[] bytes, CancellationToken cancellation);

    /// <summary>Reads a patch; null where there is none.</summary>
    Task<byte[]?> ReadPatchAsync(string digest, CancellationToken cancellation);
}

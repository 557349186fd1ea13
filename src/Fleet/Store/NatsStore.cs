using System.Runtime.CompilerServices;
using HotWeave.Fleet.Contract;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;
using NATS.Client.ObjectStore;

namespace HotWeave.Fleet.Store;

/// <summary>
/// NATS JetStream as a store: a key-value bucket for wishes and reports, whose revisions make compare-and-set, and an object store for
/// patches. User and password or a token stand in the address; TLS, credential files and accounts are as NATS has them
/// (<c>HOTWEAVE_NATS_CREDS</c> names a credential file).
/// </summary>
internal sealed class NatsStore : IFleetStore
{
    private const string Bucket = "hotweave";
    private const string PatchBucket = "hotweave-patches";
    private const int NotFound = 404;
    private const int SlowestBytesInSecond = 50_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly string _address;
    private readonly TimeSpan _patience;
    private readonly NatsConnection _connection;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private INatsKVStore? _keys;
    private INatsObjStore? _patches;

    /// <param name="address">The server's address.</param>
    /// <param name="patience">How long an answer may take.</param>
    public NatsStore(string address, TimeSpan patience)
    {
        _address = address;
        _patience = patience;
        var options = new NatsOpts { Url = address, Name = "hotweave", ConnectTimeout = patience, RequestTimeout = patience, CommandTimeout = patience };
        if (Environment.GetEnvironmentVariable("HOTWEAVE_NATS_CREDS") is { Length: > 0 } credentials)
            options = options with { AuthOpts = new NatsAuthOpts { CredsFile = credentials } };
        _connection = new NatsConnection(options);
    }

    public Task<FleetEntry?> ReadAsync(string key, CancellationToken cancellation) => GuardAsync<FleetEntry?>(
        async token =>
        {
            var keys = await OpenKeysAsync(token).ConfigureAwait(false);
            var found = await keys.TryGetEntryAsync<byte[]>(key, cancellationToken: token).ConfigureAwait(false);
            if (found.Success)
                return Describe(found.Value);
            return found.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException ? null : throw found.Error;
        },
        cancellation);

    public Task<long?> TryWriteAsync(string key, byte[] value, long revision, CancellationToken cancellation) => GuardAsync(
        async token =>
        {
            var keys = await OpenKeysAsync(token).ConfigureAwait(false);
            var written = revision == 0
                ? await keys.TryCreateAsync(key, value, cancellationToken: token).ConfigureAwait(false)
                : await keys.TryUpdateAsync(key, value, (ulong)revision, cancellationToken: token).ConfigureAwait(false);
            if (written.Success)
                return (long?)written.Value;
            return written.Error is NatsKVCreateException or NatsKVWrongLastRevisionException ? null : throw written.Error;
        },
        cancellation);

    public Task WriteAsync(string key, byte[] value, CancellationToken cancellation) => GuardAsync(
        async token =>
        {
            var keys = await OpenKeysAsync(token).ConfigureAwait(false);
            return await keys.PutAsync(key, value, cancellationToken: token).ConfigureAwait(false);
        },
        cancellation);

    public Task<IReadOnlyList<FleetEntry>> ListAsync(string prefix, CancellationToken cancellation) => GuardAsync<IReadOnlyList<FleetEntry>>(
        async token =>
        {
            var keys = await OpenKeysAsync(token).ConfigureAwait(false);
            var entries = new List<FleetEntry>();
            // One subscription for all: a request each would be as many as there are instances.
            var opts = new NatsKVWatchOpts { OnNoData = static _ => new ValueTask<bool>(true) };
            await foreach (var entry in keys.WatchAsync<byte[]>([Pattern(prefix)], opts: opts, cancellationToken: token).ConfigureAwait(false))
            {
                entries.Add(Describe(entry));
                if (entry.Delta == 0)
                    break;
            }

            entries.RemoveAll(static e => e.Value is null);
            return entries;
        },
        cancellation);

    public async IAsyncEnumerable<FleetEntry> WatchAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await TryWatchAsync(prefix, cancellation).ConfigureAwait(false) is { } watch)
            {
                await using (watch.ConfigureAwait(false))
                {
                    while (await TryMoveAsync(watch).ConfigureAwait(false))
                        yield return Describe(watch.Current);
                }
            }

            // The server went, or the bucket: what lies there comes again from the begin, which is as good as a change.
            await Task.Delay(s_pause, cancellation).ConfigureAwait(false);
        }
    }

    // As long as a slow link takes for so many bytes; a server that does not answer at all is known by the bucket's being asked for.
    public async Task PutPatchAsync(string digest, byte[] bytes, CancellationToken cancellation)
    {
        var patches = await GuardAsync(OpenPatchesAsync, cancellation).ConfigureAwait(false);
        await GuardAsync(async token => await patches.PutAsync(digest, bytes, token).ConfigureAwait(false), cancellation, bytes.Length).ConfigureAwait(false);
    }

    public async Task<byte[]?> ReadPatchAsync(string digest, CancellationToken cancellation)
    {
        var patches = await GuardAsync(OpenPatchesAsync, cancellation).ConfigureAwait(false);
        var length = await GuardAsync(token => FindLengthAsync(patches, digest, token), cancellation).ConfigureAwait(false);
        return length is null
            ? null
            : await GuardAsync(
                async token => await patches.GetBytesAsync(digest, token).ConfigureAwait(false), cancellation, length.Value).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // What is left of a connection to a server that hangs ends with the process.
        await _connection.DisposeAsync().AsTask().WaitAsync(_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _opening.Dispose();
    }

    private static async Task<long?> FindLengthAsync(INatsObjStore patches, string digest, CancellationToken cancellation)
    {
        try
        {
            return (long)(await patches.GetInfoAsync(digest, cancellationToken: cancellation).ConfigureAwait(false)).Size;
        }
        catch (NatsObjNotFoundException)
        {
            return null;
        }
    }

    private static string Pattern(string prefix) => prefix.EndsWith('.') ? prefix + ">" : prefix;

    private static FleetEntry Describe(NatsKVEntry<byte[]> entry) =>
        new(entry.Key, entry.Operation == NatsKVOperation.Put ? entry.Value : null, (long)entry.Revision);

    private async Task<IAsyncEnumerator<NatsKVEntry<byte[]>>?> TryWatchAsync(string prefix, CancellationToken cancellation)
    {
        try
        {
            var keys = await GuardAsync(OpenKeysAsync, cancellation).ConfigureAwait(false);
            return keys.WatchAsync<byte[]>([Pattern(prefix)], opts: new NatsKVWatchOpts(), cancellationToken: cancellation).GetAsyncEnumerator(cancellation);
        }
        catch (FleetException)
        {
            // It is asked again.
            return null;
        }
    }

    private static async Task<bool> TryMoveAsync(IAsyncEnumerator<NatsKVEntry<byte[]>> watch)
    {
        try
        {
            return await watch.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<INatsKVStore> OpenKeysAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _keys ??= await FindKeysAsync(new NatsKVContext(new NatsJSContext(_connection)), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    // Asked for first: to make or change a bucket holds the server up, and thousands may begin at once.
    private static async Task<INatsKVStore> FindKeysAsync(NatsKVContext context, CancellationToken cancellation)
    {
        try
        {
            return await context.GetStoreAsync(Bucket, cancellation).ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.Code == NotFound)
        {
            // The last state is all that anybody asks for.
            var settings = new NatsKVConfig(Bucket) { History = 1, Storage = NatsKVStorageType.File };
            return await context.CreateOrUpdateStoreAsync(settings, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<INatsObjStore> OpenPatchesAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _patches ??= await new NatsObjContext(new NatsJSContext(_connection))
                .CreateObjectStoreAsync(new NatsObjConfig(PatchBucket), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    // A client that has lost its server waits for it as long as it is let, and not everywhere does it look at the token.
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation, long bytes = 0)
    {
        var time = _patience + TimeSpan.FromSeconds((double)bytes / SlowestBytesInSecond);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(time);
        try
        {
            return await act(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw FleetDiagnostics.NoStore(WithoutSecrets(_address), $"it does not answer within {time.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            throw FleetDiagnostics.NoStore(WithoutSecrets(_address), e.Message, e);
        }
    }

    private static string WithoutSecrets(string address) => string.Join(",", address.Split(',').Select(static a =>
        Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? a.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal) : a));
}

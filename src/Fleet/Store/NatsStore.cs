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
/// patches. User and password or a
/// token stand in the address; TLS, credential files and accounts are as NATS has them (<c>HOTWEAVE_NATS_CREDS</c> names a credential file).
/// </summary>
internal sealed class NatsStore : IFleetStore
{
    private const string Bucket = "hotweave";
    private const string PatchBucket = "hotweave-patches";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly string _address;
    private readonly NatsConnection _connection;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private INatsKVStore? _keys;
    private INatsObjStore? _patches;

    public NatsStore(string address)
    {
        _address = address;
        var options = new NatsOpts { Url = address, Name = "hotweave", RequestTimeout = s_patience, CommandTimeout = s_patience };
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
            var watch = await TryWatchAsync(prefix, cancellation).ConfigureAwait(false);
            while (watch is not null && await TryMoveAsync(watch).ConfigureAwait(false))
                yield return Describe(watch.Current);
            if (watch is not null)
                await watch.DisposeAsync().ConfigureAwait(false);
            // The server went, or the bucket: what lies there comes again from the begin, which is as good as a change.
            await Task.Delay(s_pause, cancellation).ConfigureAwait(false);
        }
    }

    public Task PutPatchAsync(string digest, byte[] bytes, CancellationToken cancellation) => GuardAsync(
        async token =>
        {
            var patches = await OpenPatchesAsync(token).ConfigureAwait(false);
            return await patches.PutAsync(digest, bytes, token).ConfigureAwait(false);
        },
        cancellation);

    public Task<byte[]?> ReadPatchAsync(string digest, CancellationToken cancellation) => GuardAsync<byte[]?>(
        async token =>
        {
            var patches = await OpenPatchesAsync(token).ConfigureAwait(false);
            try
            {
                return await patches.GetBytesAsync(digest, token).ConfigureAwait(false);
            }
            catch (NatsObjNotFoundException)
            {
                return null;
            }
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    private static string Pattern(string prefix) => prefix.EndsWith('.') ? prefix + ">" : prefix;

    private static FleetEntry Describe(NatsKVEntry<byte[]> entry) =>
        new(entry.Key, entry.Operation == NatsKVOperation.Put ? entry.Value : null, (long)entry.Revision);

    private async Task<IAsyncEnumerator<NatsKVEntry<byte[]>>?> TryWatchAsync(string prefix, CancellationToken cancellation)
    {
        try
        {
            var keys = await OpenKeysAsync(cancellation).ConfigureAwait(false);
            return keys.WatchAsync<byte[]>([Pattern(prefix)], opts: new NatsKVWatchOpts(), cancellationToken: cancellation).GetAsyncEnumerator(cancellation);
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
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
            // The last state is all that anybody asks for.
            return _keys ??= await new NatsKVContext(new NatsJSContext(_connection))
                .CreateOrUpdateStoreAsync(new NatsKVConfig(Bucket) { History = 1, Storage = NatsKVStorageType.File }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
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

    // A client that has lost its server waits for it as long as it is let.
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            return await act(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw FleetDiagnostics.NoStore(WithoutSecrets(_address), $"it does not answer within {s_patience.TotalSeconds} s", e);
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            throw FleetDiagnostics.NoStore(WithoutSecrets(_address), e.Message, e);
        }
    }

    private static string WithoutSecrets(string address) => string.Join(",", address.Split(',').Select(static a =>
        Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? a.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal) : a));
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Store;

/// <summary>
/// A folder as a store, for the processes of one machine. One file a key, its first line being the revision; files are exchanged whole, so
/// that a reader needs no lock.
/// Writers hold a lock on a file beside, which ends with its process.
/// </summary>
internal sealed class FolderStore : IFleetStore
{
    private static readonly TimeSpan s_lockPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_watchPause = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _patience;
    private readonly string _folder;
    private readonly string _keys;
    private readonly string _patches;

    /// <param name="folder">The folder; it is made where there is none.</param>
    /// <param name="patience">How long another process may write.</param>
    /// <exception cref="FleetException">HW8402: it cannot be made.</exception>
    public FolderStore(string folder, TimeSpan patience)
    {
        _folder = folder;
        _patience = patience;
        _keys = Path.Combine(folder, "keys");
        _patches = Path.Combine(folder, "patches");
        Guard(() =>
        {
            Directory.CreateDirectory(_keys);
            Directory.CreateDirectory(_patches);
            return true;
        });
    }

    public Task<FleetEntry?> ReadAsync(string key, CancellationToken cancellation) => Task.FromResult(Guard(() => Read(key)));

    public async Task<long?> TryWriteAsync(string key, byte[] value, long revision, CancellationToken cancellation)
    {
        using var held = await LockAsync(cancellation).ConfigureAwait(false);
        return Guard(() => (Read(key)?.Revision ?? 0) == revision ? Write(key, value, revision + 1) : (long?)null);
    }

    public async Task WriteAsync(string key, byte[] value, CancellationToken cancellation)
    {
        using var held = await LockAsync(cancellation).ConfigureAwait(false);
        Guard(() => Write(key, value, (Read(key)?.Revision ?? 0) + 1));
    }

    public Task<IReadOnlyList<FleetEntry>> ListAsync(string prefix, CancellationToken cancellation) => Task.FromResult(Guard(() => List(prefix)));

    public async IAsyncEnumerable<FleetEntry> WatchAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            // Looked at, since no notification tells of a folder on every file system.
            foreach (var entry in TryList(prefix))
            {
                if (seen.TryGetValue(entry.Key, out var revision) && revision == entry.Revision)
                    continue;
                seen[entry.Key] = entry.Revision;
                yield return entry;
            }

            await Task.Delay(s_watchPause, cancellation).ConfigureAwait(false);
        }
    }

    public async Task PutPatchAsync(string digest, byte[] bytes, CancellationToken cancellation)
    {
        using var held = await LockAsync(cancellation).ConfigureAwait(false);
        Guard(() =>
        {
            Exchange(PatchPathOf(digest), bytes);
            return true;
        });
    }

    public Task<byte[]?> ReadPatchAsync(string digest, CancellationToken cancellation) => Task.FromResult(Guard(() => TryRead(PatchPathOf(digest))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private FleetEntry? Read(string key) => TryRead(PathOf(key)) is { } bytes ? Parse(key, bytes) : null;

    private long Write(string key, byte[] value, long revision)
    {
        Exchange(PathOf(key), [.. Encoding.ASCII.GetBytes(revision.ToString(CultureInfo.InvariantCulture) + "\n"), .. value]);
        return revision;
    }

    private IReadOnlyList<FleetEntry> List(string prefix) =>
    [
        .. Directory.EnumerateFiles(_keys)
            .Select(static f => Path.GetFileName(f))
            .Where(f => f.StartsWith(prefix, StringComparison.Ordinal))
            .Select(Read)
            .OfType<FleetEntry>(),
    ];

    // A folder that is away for a while is looked at again.
    private IReadOnlyList<FleetEntry> TryList(string prefix)
    {
        try
        {
            return List(prefix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string PathOf(string key) => Path.Combine(_keys, key);

    private string PatchPathOf(string digest) => Path.Combine(_patches, digest + ".hotpatch");

    private static FleetEntry Parse(string key, byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 || !long.TryParse(Encoding.ASCII.GetString(bytes, 0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            throw FleetDiagnostics.Unreadable(key, new FormatException("it has no revision"));
        return new FleetEntry(key, bytes[(end + 1)..], revision);
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // A name of its own, outside the folder of keys: whoever is killed here leaves what nobody reads.
    private void Exchange(string path, byte[] bytes)
    {
        var staged = Path.Combine(_folder, "staged-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using (var file = new FileStream(staged, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(staged, path, overwrite: true);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (Directory.Exists(_folder))
            {
                // Somebody writes, which takes a moment; unless it was stopped in the middle of it.
                if (Stopwatch.GetElapsedTime(began) > _patience)
                {
                    var why = $"its lock was not to be had within {_patience.TotalSeconds:0.#} s: {e.Message.TrimEnd('.')}";
                    throw FleetDiagnostics.NoStore("file:" + _folder, why, e);
                }

                await Task.Delay(s_lockPause, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw FleetDiagnostics.NoStore("file:" + _folder, e.Message, e);
            }
        }
    }

    private T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FleetDiagnostics.NoStore("file:" + _folder, e.Message, e);
        }
    }
}

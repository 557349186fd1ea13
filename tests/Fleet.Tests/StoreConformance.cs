using System.Text;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Fleet.Tests;

/// <summary>What every store keeps. A store passes all of it.</summary>
internal static class StoreConformance
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs it.</summary>
    /// <param name="open">Opens the store as another process would.</param>
    public static async Task HoldAsync(Func<IFleetStore> open)
    {
        await using var store = open();
        await using var other = open();
        await KeepOneOfManyWritesAsync(store, other);
        await ReadWhatOthersWroteAsync(store, other);
        await ListByPrefixAsync(store);
        await WatchFromTheBeginAsync(store, other);
        await KeepPatchesAsync(store, other);
    }

    // Compare-and-set: of all who have read the same, one writes.
    private static async Task KeepOneOfManyWritesAsync(IFleetStore store, IFleetStore other)
    {
        const string Key = "apps.shop.counter";
        Assert.Null(await store.ReadAsync(Key, default));
        Assert.NotNull(await store.TryWriteAsync(Key, "0"u8.ToArray(), 0, default));
        Assert.Null(await other.TryWriteAsync(Key, "0"u8.ToArray(), 0, default));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => CountAsync(i % 2 == 0 ? store : other, Key, 10))));

        Assert.Equal("80", TextOf(await store.ReadAsync(Key, default)));
    }

    private static async Task CountAsync(IFleetStore store, string key, int times)
    {
        for (var done = 0; done < times;)
        {
            var read = (await store.ReadAsync(key, default))!;
            var next = int.Parse(TextOf(read)!, System.Globalization.CultureInfo.InvariantCulture) + 1;
            if (await store.TryWriteAsync(key, Encoding.UTF8.GetBytes($"{next}"), read.Revision, default) is not null)
                done++;
        }
    }

    private static async Task ReadWhatOthersWroteAsync(IFleetStore store, IFleetStore other)
    {
        const string Key = "apps.shop.wish";
        await store.WriteAsync(Key, "one"u8.ToArray(), default);
        await store.WriteAsync(Key, "two\nlines"u8.ToArray(), default);

        var read = (await other.ReadAsync(Key, default))!;

        Assert.Equal("two\nlines", TextOf(read));
        var revision = await other.TryWriteAsync(Key, "three"u8.ToArray(), read.Revision, default);
        Assert.Equal(revision, (await store.ReadAsync(Key, default))!.Revision);
        Assert.Null(await store.TryWriteAsync(Key, "four"u8.ToArray(), read.Revision, default));
    }

    private static async Task ListByPrefixAsync(IFleetStore store)
    {
        foreach (var name in (string[])["a", "b=20c", "D-e_f"])
            await store.WriteAsync("apps.shop.instances." + name, Encoding.UTF8.GetBytes(name), default);
        await store.WriteAsync("apps.shop-2.instances.z", "z"u8.ToArray(), default);

        var listed = await store.ListAsync("apps.shop.instances.", default);

        Assert.Equal(["D-e_f", "a", "b=20c"], listed.Select(TextOf).Order(StringComparer.Ordinal));
    }

    // What is there comes first, then what changes, whoever changes it.
    private static async Task WatchFromTheBeginAsync(IFleetStore store, IFleetStore other)
    {
        using var patience = new CancellationTokenSource(s_patience);
        var seen = new Dictionary<string, string?>();
        var isWritten = false;
        await foreach (var entry in store.WatchAsync("apps.shop.instances.", patience.Token))
        {
            seen[entry.Key] = TextOf(entry);
            if (!isWritten && seen.Count == 3)
            {
                isWritten = true;
                await other.WriteAsync("apps.shop.instances.a", "changed"u8.ToArray(), default);
                await other.WriteAsync("apps.shop.instances.new", "new"u8.ToArray(), default);
            }

            if (seen.GetValueOrDefault("apps.shop.instances.a") == "changed" && seen.ContainsKey("apps.shop.instances.new"))
                break;
        }

        Assert.DoesNotContain("apps.shop-2.instances.z", seen.Keys);
    }

    private static async Task KeepPatchesAsync(IFleetStore store, IFleetStore other)
    {
        var patch = new byte[3_000_000];
        new Random(1).NextBytes(patch);

        Assert.Null(await other.ReadPatchAsync("d1", default));
        await store.PutPatchAsync("d1", patch, default);
        await store.PutPatchAsync("d1", patch, default);

        Assert.Equal(patch, await other.ReadPatchAsync("d1", default));
    }

    private static string? TextOf(FleetEntry? entry) => entry?.Value is null ? null : Encoding.UTF8.GetString(entry.Value);
}

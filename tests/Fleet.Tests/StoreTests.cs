using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>The stores there are keep what a store has to.</summary>
public sealed class StoreTests
{
    [Fact]
    public async Task A_folder_is_a_store()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
        try
        {
            await StoreConformance.HoldAsync(() => FleetStores.Open("file:" + folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [NatsFact]
    public async Task NATS_is_a_store()
    {
        using var server = new NatsServer();
        await StoreConformance.HoldAsync(() => FleetStores.Open(server.Address));
    }

    [NatsFact]
    public async Task A_server_that_goes_and_comes_back_keeps_what_it_had_and_watches_go_on()
    {
        using var server = new NatsServer();
        await using var store = FleetStores.Open(server.Address);
        await store.WriteAsync("apps.shop.wish", "one"u8.ToArray(), default);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var watch = store.WatchAsync("apps.shop.wish", patience.Token).GetAsyncEnumerator(patience.Token);
        Assert.True(await watch.MoveNextAsync());

        server.Kill();
        var refused = await Assert.ThrowsAsync<FleetException>(() => store.ReadAsync("apps.shop.wish", default));
        Assert.Equal("HW8402", refused.Code);
        server.Start();
        await WriteAgainAsync(store, "two"u8.ToArray(), patience.Token);

        do
        {
            Assert.True(await watch.MoveNextAsync());
        }
        while (!watch.Current.Value.AsSpan().SequenceEqual("two"u8));
        await patience.CancelAsync();
    }

    [NatsTheory]
    [InlineData("from the begin")]
    [InlineData("later")]
    public async Task HW8402_a_server_that_hangs_holds_up_nobody_for_longer_than_it_may(string when)
    {
        using var server = new NatsServer();
        using var link = new Link(server.Port);
        if (when == "from the begin")
            link.Stall();
        var store = new NatsStore(link.Address, TimeSpan.FromSeconds(5));
        using var ending = new CancellationTokenSource();
        var watch = store.WatchAsync("apps.shop.wish", ending.Token).GetAsyncEnumerator(ending.Token);
        ValueTask<bool> moving;
        if (when == "later")
        {
            await store.WriteAsync("apps.shop.wish", "one"u8.ToArray(), default);
            await store.PutPatchAsync("d1", [1], default);
            Assert.True(await watch.MoveNextAsync());
            link.Stall();
        }

        moving = watch.MoveNextAsync();
        (string Name, Func<Task> Call)[] calls =
        [
            ("read", () => store.ReadAsync("apps.shop.wish", default)),
            ("write", () => store.WriteAsync("apps.shop.wish", [2], default)),
            ("create", () => store.TryWriteAsync("apps.shop.new", [2], 0, default)),
            ("update", () => store.TryWriteAsync("apps.shop.wish", [2], 1, default)),
            ("list", () => store.ListAsync("apps.shop.", default)),
            ("put", () => store.PutPatchAsync("d2", new byte[300_000], default)),
            ("get", () => store.ReadPatchAsync("d1", default)),
        ];
        await Task.WhenAll(calls.Select(async c =>
        {
            var refused = await Record.ExceptionAsync(() => c.Call().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.True(refused is FleetException { Code: "HW8402" }, $"{c.Name}: {refused}");
        }));
        // One that is cancelled ends at once, and so does the store.
        await ending.CancelAsync();
        await Record.ExceptionAsync(() => moving.AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        await watch.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task HW8402_a_folder_whose_lock_somebody_keeps_holds_up_nobody_for_longer_than_it_may()
    {
        var folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
        try
        {
            await using var store = new FolderStore(folder.FullName, TimeSpan.FromMilliseconds(200));
            await store.WriteAsync("apps.shop.wish", [1], default);
            using (new FileStream(Path.Combine(folder.FullName, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                var refused = await Assert.ThrowsAsync<FleetException>(() => store.WriteAsync("apps.shop.wish", [2], default));
                Assert.Equal("HW8402", refused.Code);
                Assert.Contains("its lock was not to be had", refused.Message, StringComparison.Ordinal);
            }

            await store.WriteAsync("apps.shop.wish", [2], default);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("file:")]
    [InlineData("http://localhost")]
    [InlineData("/var/lib/fleet")]
    public void HW8402_what_is_no_address_is_refused(string address)
    {
        Assert.False(FleetStores.IsAddress(address));
        Assert.Equal("HW8402", Assert.Throws<FleetException>(() => FleetStores.Open(address)).Code);
    }

    private static async Task WriteAgainAsync(IFleetStore store, byte[] value, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await store.WriteAsync("apps.shop.wish", value, cancellation);
                return;
            }
            catch (FleetException)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }
}

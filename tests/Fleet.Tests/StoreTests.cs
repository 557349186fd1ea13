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

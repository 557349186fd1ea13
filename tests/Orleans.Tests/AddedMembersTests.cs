using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Harness;
using HotWeave.Orleans.Tests.Silo;
using Orleans;
using Xunit;

namespace HotWeave.Orleans.Tests;

/// <summary>What a patch adds to what Orleans has generated code for. The silo is a process of its own.</summary>
[Collection(nameof(OneSilo))]
public sealed class AddedMembersTests(OneSilo one)
{
    private const string Before = "a";
    private const string After = "a/3/x+y/ca/ca/4 aca";

    [Fact]
    public void A_patch_with_new_grain_methods_messages_members_and_timers_names_only_grains_that_are_not_told_of_swaps()
    {
        var named = WovenService.Made.Remarks.Where(static d => d.Id is "HW3230" or "HW3250" or "HW3251" or "HW3255" or "HW3310" or "HW3314" or "HW3382");
        Assert.Equal("HW3251 HotWeave.Orleans.Tests.Silo.Stall.OnActivateAsync(CancellationToken)", string.Join(' ', named.Select(static d => $"{d.Id} {d.Member}")));
    }

    [Fact]
    public async Task New_methods_messages_and_members_are_sent_and_received_between_grains_that_live()
    {
        var (silo, client) = await one.BeginAsync();
        var (album, other) = (client.Grains.GetGrain<IAlbum>(1), client.Grains.GetGrain<IAlbum>(2));
        await album.AddAsync("o");
        Assert.Equal("o ", await album.SendAsync(2) + await other.DescribeAsync() + " ");
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        await album.AddAsync("a");
        Assert.Equal("1|2|ca o/0////0 a/3/x+y/ca/ca/4", (await album.SendAsync(2)).TrimEnd());
        Assert.Equal("o/0////0 a/3/x+y/ca/ca/4 aca", await album.DescribeAsync());
        Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
        Assert.Equal("o a", await album.SendAsync(2));
    }

    [Fact]
    public async Task State_that_new_code_stores_is_read_by_it_when_the_grain_is_activated_anew()
    {
        var (silo, client) = await one.BeginAsync();
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        var album = client.Grains.GetGrain<IAlbum>(3);
        await album.AddAsync(Before);
        await album.StoreAsync();
        Assert.Equal(After, await album.DescribeAsync());
        Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
        await album.StoreAsync();
        // Deployed code keeps what it knows.
        Assert.Equal(Before, await album.DescribeAsync());
    }

    // What has it is a server, so the grain's state is what another silo and the next deployment find there.
    [RedisFact]
    public async Task State_in_Redis_is_read_by_new_code_and_by_the_next_deployment()
    {
        using var redis = new RedisServer();
        var setting = $"redis={redis.Address}";
        var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder(), setting);
        await using (silo)
        await using (client)
        {
            var album = client.Grains.GetGrain<IAlbum>(1);
            await album.AddAsync("o");
            await album.StoreAsync();
            await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
            await album.AddAsync(Before);
            await album.StoreAsync();
            Assert.Equal("o/0////0 " + After, await album.DescribeAsync());
            Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
            var other = client.Grains.GetGrain<IAlbum>(2);
            await other.AddAsync("d");
            await other.StoreAsync();
            // What deployed code does not store again keeps what it does not know.
            Assert.Equal("o a", await album.DescribeAsync());
        }

        (silo, client) = await OneSilo.StartNextAsync(setting);
        await using var next = silo;
        await using var connected = client;
        Assert.Equal("o/0////0 " + After, await client.Grains.GetGrain<IAlbum>(1).DescribeAsync());
        Assert.Equal("d/0////0 ", await client.Grains.GetGrain<IAlbum>(2).DescribeAsync());
    }

    // That such properties are neither written nor read, the patch says where storage has JSON.
    [Fact]
    public async Task JSON_in_storage_keeps_what_the_deployed_build_has()
    {
        var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder(), "json");
        await using var running = silo;
        await using var connected = client;
        var album = client.Grains.GetGrain<IAlbum>(1);
        await album.AddAsync("o");
        await album.StoreAsync();
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        await album.AddAsync(Before);
        await album.StoreAsync();
        Assert.Equal("o/0////0 a/0////0 ", await album.DescribeAsync());
        Assert.StartsWith("ok", await silo.RollBackAsync(), StringComparison.Ordinal);
        await album.StoreAsync();
        Assert.Equal("o a", await album.DescribeAsync());
    }

    [Theory]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task Grains_that_live_have_new_fields_and_keep_what_they_have(SwapMode mode)
    {
        var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = silo;
        await using var connected = client;
        var stall = client.Grains.GetGrain<IStall>(2);
        Assert.Equal("1", await stall.CountAsync());
        await silo.SwapAsync(mode, isForth: true);
        Assert.Equal("2 9 2", await stall.CountAsync());
        Assert.Equal("3 8 2+3", await stall.CountAsync());
        await silo.SwapAsync(mode, isForth: false);
        Assert.Equal("4", await stall.CountAsync());
        await silo.SwapAsync(mode, isForth: true);
        Assert.Equal("5 7 2+3+5", await stall.CountAsync());
    }

    // Names of types that the patch adds are in it.
    [Fact]
    public async Task What_new_code_stores_the_next_deployment_reads_and_the_other_way_round()
    {
        var (silo, client) = await one.BeginAsync();
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        var album = client.Grains.GetGrain<IAlbum>(4);
        await album.AddAsync(Before);
        var saved = await album.SaveAsync();
        Assert.Equal(After, await album.LoadAsync(saved));
        var (next, nextClient) = await OneSilo.StartNextAsync();
        await using var running = next;
        await using var connected = nextClient;
        var nextAlbum = nextClient.Grains.GetGrain<IAlbum>(5);
        Assert.Equal(After, await nextAlbum.LoadAsync(saved));
        await nextAlbum.AddAsync(Before);
        Assert.Equal(After, await album.LoadAsync(await nextAlbum.SaveAsync()));
    }

    [Fact]
    public async Task A_timer_that_a_new_build_begins_in_activation_ticks_in_grains_that_live_and_in_later_ones()
    {
        var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = silo;
        await using var connected = client;
        var living = client.Grains.GetGrain<IAlbum>(1);
        Assert.Equal(0, await living.CountTicksAsync());
        await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        foreach (var album in new[] { living, client.Grains.GetGrain<IAlbum>(2) })
            await ServiceProcess.UntilAsync(async () => await album.CountTicksAsync() > 3);
    }

    [Fact]
    public async Task Grains_that_are_not_told_are_activated_anew_on_request_and_else_keep_what_they_have()
    {
        foreach (var (argument, after) in new[] { (Array.Empty<string>(), "closed 2"), (["deactivate"], "open 2") })
        {
            var (silo, client) = await OneSilo.StartAsync(WovenService.Made.MakeConfirmedFolder(), argument);
            await using var running = silo;
            await using var connected = client;
            var stall = client.Grains.GetGrain<IStall>(1);
            Assert.Equal("closed 1", await stall.GreetAsync());
            await silo.SwapAsync(SwapMode.UnitOfWork, isForth: true);
            // The silo deactivates beside the swap.
            await ServiceProcess.UntilAsync(async () => await stall.GreetAsync() == after);
        }
    }
}

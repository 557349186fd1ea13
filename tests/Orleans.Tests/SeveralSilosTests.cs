using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Harness;
using HotWeave.Orleans.Tests.Silo;
using Orleans;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Orleans.Tests;

/// <summary>A cluster of two silos, each a process, on different versions.</summary>
[Collection(nameof(OneSilo))]
public sealed class SeveralSilosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Silos_on_different_versions_understand_each_other_in_what_both_have_and_refuse_the_rest()
    {
        var (first, second, client) = await OneSilo.StartTwoAsync();
        await using var firstRunning = first;
        await using var secondRunning = second;
        await using var connected = client;
        var (here, there) = await FindOneOnEachAsync(client);
        await Album(client, here).AddAsync("a");
        Assert.Equal("a", await Album(client, here).SendAsync(there));
        await first.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        // What the other silo does not know is passed over, as Orleans does with members.
        Assert.Equal("a", await Album(client, there).TakeAsync([new Photo { Title = "a" }]));
        Assert.Equal("a/0////0 ", await Album(client, here).TakeAsync([new Photo { Title = "a" }]));
        // A method that only the one silo has; the call fails, and nothing else does.
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Album(client, here).SendAsync(there));
        output.WriteLine($"{refused.GetType().FullName}: {refused.Message}");
        Assert.Equal("a", await Album(client, there).TakeAsync([new Photo { Title = "a" }]));
        await second.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        Assert.Equal("1|2 a/0////0 ", await Album(client, here).SendAsync(there));
    }

    [Fact]
    public async Task A_silo_that_took_a_patch_and_one_that_was_deployed_with_the_next_build_call_each_others_new_methods()
    {
        var (first, second, client) = await OneSilo.StartTwoAsync(isSecondNext: true);
        await using var firstRunning = first;
        await using var secondRunning = second;
        await using var connected = client;
        await first.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        var (here, there) = await FindOneOnEachAsync(client);
        foreach (var (from, to) in new[] { (here, there), (there, here) })
        {
            await Album(client, from).AddAsync("a");
            Assert.Equal("1|2|ca a/3/x+y/ca/ca/4", (await Album(client, from).SendAsync(to)).TrimEnd());
        }
    }

    // Units mean something in their own process only.
    [Fact]
    public async Task A_call_that_crosses_silos_is_a_unit_in_each_on_the_version_of_each()
    {
        var (first, second, client) = await OneSilo.StartTwoAsync();
        await using var firstRunning = first;
        await using var secondRunning = second;
        await using var connected = client;
        await first.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        var tags = new Dictionary<string, List<string>>();
        for (var i = 0; i < 40 || tags.Count < 2; i++)
        {
            var answer = await client.AskAnotherAsync(i);
            foreach (var bySilo in answer.Parts.GroupBy(static p => p.Version))
            {
                Assert.All(bySilo, static p => Assert.NotNull(p.Tag));
                tags.TryAdd(bySilo.Key, []);
                tags[bySilo.Key].AddRange(bySilo.Select(static p => p.Tag!));
            }
        }

        Assert.Equal(["1", "2"], tags.Keys.Order());
        Assert.Empty(tags["1"].Intersect(tags["2"]));
        await first.UntilRunAsync(0);
        await second.UntilRunAsync(0);
    }

    // There is one gate in a process, and one version.
    [Theory]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task Calls_between_two_silos_of_one_process_join_one_unit(SwapMode mode)
    {
        var (silos, client) = await OneSilo.StartBothAsync();
        await using var running = silos;
        await using var connected = client;
        var (answers, across) = (0, 0);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                // Others go through the same relays, one at a time.
                var stops = await client.Grains.GetGrain<IRelay>(((i + round) % 4) * 2).PassAsync(6);
                Assert.Single(stops.Select(static s => (s.Part.Version, s.Part.Unit, s.Part.Tag)).Distinct());
                Assert.NotNull(stops[0].Part.Tag);
                Interlocked.Increment(ref answers);
                if (stops.Select(static s => s.Silo).Distinct().Count() == 2)
                    Interlocked.Increment(ref across);
            }
        })).ToArray();
        for (var swap = 0; swap < 10; swap++)
        {
            var before = Volatile.Read(ref answers);
            await silos.SwapAsync(mode, isForth: swap % 2 == 0);
            await ServiceProcess.UntilAsync(() => Task.FromResult(
                Volatile.Read(ref answers) > before + 16 || Array.Exists(clients, static c => c.IsCompleted)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients).WaitAsync(ServiceProcess.Limit);
        output.WriteLine($"{answers} answers, {across} of both silos");
        Assert.InRange(across, 1, answers);
        await silos.UntilRunAsync(0);
    }

    private static IAlbum Album(SiloClient client, long key) => client.Grains.GetGrain<IAlbum>(key);

    // The client's gateway is the first silo's, whose own album is the first that is found there.
    private static async Task<(long Here, long There)> FindOneOnEachAsync(SiloClient client)
    {
        var found = new Dictionary<string, long>();
        for (var key = 1_000L; found.Count < 2; key++)
            found.TryAdd(await Album(client, key).FindSiloAsync(), key);
        var here = found.Keys.Single(k => k.Contains($":{client.SiloPort}", StringComparison.Ordinal));
        return (found[here], found.Single(f => f.Key != here).Value);
    }
}

using System.Diagnostics;
using System.Globalization;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace HotWeave.Fleet.Tests;

/// <summary>
/// Many instances against one server: each is the real one, with a process that is only pretended, and twenty share a connection. Ten
/// thousand with <c>HOTWEAVE_FULL_SIZE=1</c> (<c>HOTWEAVE_FLEET_INSTANCES</c> for another number), else two hundred; the numbers stand in
/// the test's output.
/// </summary>
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const int PatchBytes = 30_000;
    private const int PerConnection = 20;

    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";
    private static readonly int s_instances = Environment.GetEnvironmentVariable("HOTWEAVE_FLEET_INSTANCES") is { Length: > 0 } number
        ? int.Parse(number, CultureInfo.InvariantCulture)
        : s_isWhole ? 10_000 : 200;

    [NatsFact]
    public async Task All_instances_converge_on_a_release_and_what_that_takes_of_the_server_is_told()
    {
        using var server = new NatsServer();
        using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(30));
        var connections = (s_instances + PerConnection - 1) / PerConnection;
        var stores = Enumerable.Range(0, connections).Select(_ => FleetStores.Open(server.Address)).ToList();
        await using var own = FleetStores.Open(server.Address);
        await own.ReadAsync(FleetKeys.Wish(Fleets.Application), ending.Token);
        var targets = Enumerable.Range(0, s_instances).Select(static _ => new SwapTarget()).ToList();
        var began = Stopwatch.StartNew();
        var running = targets.Select((target, i) => Run(stores[i / PerConnection], i, target, ending.Token)).ToList();
        await using var watch = new FleetWatch(server.Address);
        await watch.UntilAsync("all instances", static (_, r) => r.Count == s_instances);
        output.WriteLine($"{s_instances} instances over {stores.Count} connections, all reported after {began.Elapsed.TotalSeconds:0.0} s");
        await MeasureAsync(server, "at rest", () => Task.Delay(s_isWhole ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(2)));

        await MeasureAsync(server, "roll-out over 1, 10 %, 50 %, 100 %", async () =>
        {
            var @operator = new FleetOperator(own, Fleets.Application, "ann", TimeProvider.System);
            var patch = Fleets.Patch with { Length = PatchBytes };
            await @operator.PublishAsync(patch, new byte[PatchBytes], ending.Token);
            Wave[] waves = [.. new[] { "1", "10%", "50%", "100%" }.Select(static w => Wave.Parse(w)!)];
            await @operator.BeginAsync(patch, waves, new ReleaseTerms(), null, ending.Token);
            var controller = new RolloutController(own, Fleets.Application, "ann", TimeProvider.System, Fleets.Telemetry);
            var end = await controller.RunAsync(static w => w.History.Count > 0, ending.Token);
            Assert.Equal(RolloutPhase.Succeeded, end.History[^1].Phase);
        });

        Assert.All(targets, static t => Assert.Equal("d1", t.FindCurrent()));
        Assert.Equal(s_instances, targets.Sum(static t => t.Takes));
        await ending.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    private static Task Run(IFleetStore store, int index, SwapTarget target, CancellationToken cancellation)
    {
        var options = new FleetOptions { Application = Fleets.Application, Instance = $"shop-{index:00000}", Zone = $"zone-{index % 3}" };
        var instance = new FleetInstance(store, options, target, TimeProvider.System, new FleetLog(NullLogger.Instance), Fleets.Telemetry);
        return Task.Run(() => instance.RunAsync(cancellation), CancellationToken.None);
    }

    private async Task MeasureAsync(NatsServer server, string what, Func<Task> act)
    {
        var (before, watch) = (await server.MeasureAsync(), Stopwatch.StartNew());
        await act();
        var (after, seconds) = (await server.MeasureAsync(), watch.Elapsed.TotalSeconds);
        var (received, sent) = (after.Received - before.Received, after.Sent - before.Sent);
        var cores = (after.Processor - before.Processor).TotalSeconds / seconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {seconds:0.0} s, {received:#,0} messages in ({received / seconds:#,0} a second), {sent:#,0} out, "
            + $"server {cores:0.00} of a core, {after.Memory / 1_000_000} MB"));
    }
}

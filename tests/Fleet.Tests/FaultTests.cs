using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>
/// Whoever is killed, cut off, slowed down or misled about the time, and whenever: the fleet comes to rest on one release, a bad one has
/// reached one instance, and no customer was left without an answer. Twenty instances and every step with <c>HOTWEAVE_FULL_SIZE=1</c>; else
/// a few.
/// </summary>
public sealed class FaultTests
{
    private static readonly bool s_isWhole = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";
    private static readonly int s_instances = s_isWhole ? 20 : 3;
    private static readonly string[] s_terms = ["--waves", "1,30%,100%", "--probation", "3s", "--min-units", "1", "--max-error-rate", "1%"];

    // A moment of a roll-out, by what is written of it.
    private static readonly (string Name, Func<FleetWish, IReadOnlyList<InstanceReport>, bool> IsNow)[] s_moments =
    [
        ("on trial", static (w, r) => w.Rollout is { Wave: 0 } now && Has(r, now, InstanceVerdict.OnTrial)),
        ("begun", static (w, _) => w.Rollout is { Wave: >= 0 }),
        ("taking", static (w, r) => w.Rollout is { Wave: 0 } now && r.Any(i => i.Rollout == now.Number)),
        ("second wave", static (w, _) => w.Rollout is { Wave: 1 }),
        ("last wave", static (w, r) => w.Rollout is { IsForAll: true } now && Has(r, now, InstanceVerdict.OnTrial)),
    ];

    public static TheoryData<string> Victims => ["controller", "server", "instance"];

    [NatsTheory]
    [MemberData(nameof(Victims))]
    public async Task Whoever_is_killed_at_whatever_step_the_fleet_comes_to_rest_and_nobody_is_left_without_an_answer(string victim)
    {
        await using var fleet = new RealFleet(s_instances);
        var good = fleet.Tool.Publish(FleetBuilds.Made.Good);
        await fleet.Watch.UntilRestAsync(s_instances);
        foreach (var (name, isNow) in s_isWhole ? s_moments : s_moments[..1])
        {
            Assert.Equal(0, fleet.Tool.Run(["rollout", good, .. s_terms]).ExitCode);
            var first = fleet.StartController();
            await fleet.Watch.UntilAsync(name, isNow);
            switch (victim)
            {
                case "controller":
                    first.Kill();
                    await first.WaitForExitAsync();
                    fleet.StartController();
                    break;
                case "server":
                    fleet.Server.Kill();
                    fleet.Server.Start();
                    break;
                default:
                    fleet.KillAndRestart(await FindVictimAsync(fleet));
                    break;
            }

            var end = await fleet.Watch.UntilRestAsync(s_instances);
            // An instance that ended while it tried the release has brought it back; else it is everywhere.
            Assert.True(victim == "instance" || end.Release == good, $"{victim}, {name}: {string.Join("\n", end.Steps)}");
            if (end.Release is not null)
            {
                Assert.Equal(0, fleet.Tool.Run("rollback").ExitCode);
                await fleet.Watch.UntilRestAsync(s_instances);
            }
        }

        await IsWithoutLossAsync(fleet);
    }

    [NatsFact]
    public async Task A_bad_release_reaches_one_instance_of_all_with_two_controllers_whose_clocks_differ_by_two_hours()
    {
        await using var fleet = new RealFleet(s_instances);
        var bad = fleet.Tool.Publish(FleetBuilds.Made.Bad);
        var good = fleet.Tool.Publish(FleetBuilds.Made.Good);
        await fleet.Watch.UntilRestAsync(s_instances);
        await using var store = FleetStores.Open(fleet.Server.Address);
        using var ending = new CancellationTokenSource();
        var controllers = new[] { -1, 1 }.Select(hours =>
        {
            var clock = new SkewedClock(TimeSpan.FromHours(hours));
            var controller = new RolloutController(store, Fleets.Application, $"clock {hours} h", clock, Fleets.Telemetry);
            return controller.RunAsync(null, ending.Token);
        }).ToList();

        Assert.Equal(0, fleet.Tool.Run(["rollout", good, .. s_terms]).ExitCode);
        var end = await fleet.Watch.UntilAsync("its end", static (w, _) => w.History.Count == 1);
        Assert.Equal(RolloutPhase.Succeeded, end.History[^1].Phase);
        await fleet.Watch.UntilRestAsync(s_instances);
        Assert.Equal(0, fleet.Tool.Run(["rollout", bad, .. s_terms]).ExitCode);
        end = await fleet.Watch.UntilAsync("its end", static (w, _) => w.History.Count == 2);

        Assert.Equal(RolloutPhase.Failed, end.History[^1].Phase);
        await fleet.Watch.UntilRestAsync(s_instances);
        Assert.True(fleet.Watch.FindWhoHad(bad).Count <= 1, string.Join(", ", fleet.Watch.FindWhoHad(bad)));
        // Each step once, whoever of the two has taken it.
        Assert.Equal(end.Steps.Count, end.Steps.DistinctBy(static s => (s.Rollout, s.Phase, s.Wave)).Count());
        await ending.CancelAsync();
        await ((Task)Task.WhenAll(controllers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await IsWithoutLossAsync(fleet);
    }

    [NatsFact]
    public async Task One_that_is_cut_off_while_it_tries_a_release_holds_it_until_it_is_heard_of_again()
    {
        await using var fleet = new RealFleet(s_instances);
        var good = fleet.Tool.Publish(FleetBuilds.Made.Good);
        await fleet.Watch.UntilRestAsync(s_instances);
        Assert.Equal(0, fleet.Tool.Run("rollout", good, "--waves", "1,100%", "--probation", "10s", "--min-units", "1").ExitCode);
        fleet.StartController();
        string? chosen = null;
        await fleet.Watch.UntilAsync(
            "a trial", (_, r) => (chosen = r.FirstOrDefault(static i => i.Verdict == InstanceVerdict.OnTrial)?.Instance) is not null);

        fleet.Links[chosen!].Stall();
        var held = await fleet.Watch.UntilAsync("a hold", static (w, _) => w.Rollout is { Phase: RolloutPhase.Holding });
        Assert.Equal($"lost while it took the release: {chosen}", held.Rollout!.Reason);
        fleet.Links[chosen!].Heal();

        var end = await fleet.Watch.UntilRestAsync(s_instances);
        Assert.Equal(good, end.Release);
        await IsWithoutLossAsync(fleet);
    }

    [NatsFact]
    public async Task One_that_was_cut_off_all_the_time_and_one_with_a_broken_and_slow_link_come_to_the_release_by_themselves()
    {
        await using var fleet = new RealFleet(s_instances);
        var good = fleet.Tool.Publish(FleetBuilds.Made.Good);
        await fleet.Watch.UntilRestAsync(s_instances);
        fleet.Links[fleet.Names[0]].Stall();
        fleet.Links[fleet.Names[1]].Slow(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, fleet.Tool.Run(["rollout", good, .. s_terms]).ExitCode);
        fleet.StartController();
        await fleet.Watch.UntilAsync("a trial", static (w, r) => w.Rollout is { } now && Has(r, now, InstanceVerdict.OnTrial));
        fleet.Links[fleet.Names[1]].Break();

        // Whoever waits for the one that is cut off takes it for lost, once its lease is over, and goes on without it.
        await fleet.Watch.UntilAsync("the end", static (w, _) => w.Rollout is null && w.Release is not null);
        fleet.Links[fleet.Names[0]].Heal();

        var end = await fleet.Watch.UntilRestAsync(s_instances);
        Assert.Equal(good, end.Release);
        await IsWithoutLossAsync(fleet);
    }

    [NatsFact]
    public async Task A_store_that_is_full_takes_nothing_from_anybody_and_when_it_has_room_again_the_release_goes_out()
    {
        string[] small = ["jetstream { max_mem: 1M, max_file: 3M }"];
        await using var fleet = new RealFleet(s_instances, small);
        await fleet.Watch.UntilRestAsync(s_instances);
        var good = fleet.Tool.Publish(FleetBuilds.Made.Good);
        await using (var store = FleetStores.Open(fleet.Server.Address))
        {
            var full = await Assert.ThrowsAsync<FleetException>(() => FillAsync(store));
            Assert.Equal(FleetDiagnostics.StoreAway, full.Code);
        }

        var (code, document) = fleet.Tool.Run(["rollout", good, .. s_terms]);
        Assert.True(code != 0 && document.ToString().Contains(FleetDiagnostics.StoreAway, StringComparison.Ordinal), document.ToString());
        fleet.Server.Configure("jetstream { max_mem: 1M, max_file: 1G }");
        fleet.Server.Kill();
        fleet.Server.Start();

        await fleet.Watch.UntilRestAsync(s_instances);
        (code, document) = fleet.Tool.Run(["rollout", good, .. s_terms]);
        Assert.True(code == 0, document.ToString());
        fleet.StartController();
        var end = await fleet.Watch.UntilAsync("its end", static (w, _) => w.History.Count == 1);
        Assert.Equal(RolloutPhase.Succeeded, end.History[^1].Phase);
        await fleet.Watch.UntilRestAsync(s_instances);
        await IsWithoutLossAsync(fleet);
    }

    private static bool Has(IReadOnlyList<InstanceReport> reports, Rollout rollout, InstanceVerdict verdict) =>
        reports.Any(r => r.Rollout == rollout.Number && r.Verdict == verdict);

    private static async Task IsWithoutLossAsync(RealFleet fleet)
    {
        var (asked, lost) = await fleet.Customers.StopAsync();
        Assert.NotEqual(0, asked);
        Assert.Equal(0, lost);
    }

    // Who has most to do with the roll-out: one that the wave under way has chosen.
    private static async Task<string> FindVictimAsync(RealFleet fleet)
    {
        var victim = "";
        await fleet.Watch.UntilAsync("a victim", (w, r) =>
        {
            victim = r.OrderByDescending(i => w.Rollout is { } now && InstanceKey.IsChosen(w.Application, now, i)).First().Instance;
            return true;
        });
        return victim;
    }

    private static async Task FillAsync(IFleetStore store)
    {
        for (var i = 0; i < 100; i++)
            await store.PutPatchAsync($"filling-{i}", new byte[100_000], default);
    }

    private sealed class SkewedClock(TimeSpan skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
    }
}

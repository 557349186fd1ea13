using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>Each step of a roll-out, from what instances report.</summary>
public sealed class RolloutStepTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddHours(1);
    private readonly List<InstanceReport> _instances = [.. Enumerable.Range(0, 4).Select(static i => Fleets.Instance($"i{i}"))];

    [Fact]
    public void The_next_wave_follows_when_one_has_succeeded()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        Assert.Single(Fleets.Chosen(first, _instances));
        Assert.Null(Step(first));

        Report(first, InstanceVerdict.OnTrial);
        Assert.Null(Step(first));

        Report(first, InstanceVerdict.Succeeded);
        var second = Step(first)!;
        Assert.Equal(4, Fleets.Chosen(second, _instances).Count);
        Assert.True(second.Rollout!.IsForAll);

        Report(second, InstanceVerdict.Succeeded);
        var done = Step(second)!;
        Assert.Null(done.Rollout);
        Assert.Equal("d1", done.Release);
        Assert.Equal([null], done.Earlier);
        Assert.Equal(RolloutPhase.Succeeded, Assert.Single(done.History).Phase);
    }

    [Theory]
    [InlineData(InstanceVerdict.Failed)]
    [InlineData(InstanceVerdict.Refused)]
    internal void One_that_fails_brings_all_back(InstanceVerdict verdict)
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        Report(first, verdict, "7 of 10 units failed");

        var back = Step(first)!;
        Assert.Equal(RolloutPhase.GoingBack, back.Rollout!.Phase);
        Assert.Contains("7 of 10 units failed", back.Rollout.Reason, StringComparison.Ordinal);
        Assert.Null(Step(back));

        Run(null);
        var ended = Step(back)!;
        Assert.Null(ended.Rollout);
        Assert.Null(ended.Release);
        Assert.Equal(RolloutPhase.Failed, Assert.Single(ended.History).Phase);
    }

    [Fact]
    public void Without_a_verdict_it_holds_until_somebody_lets_it_go_on()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        Report(first, InstanceVerdict.Inconclusive, "3 units");

        var held = Step(first)!;
        Assert.Equal(RolloutPhase.Holding, held.Rollout!.Phase);
        Assert.Null(Step(held));

        var goesOn = held with { Rollout = held.Rollout with { Phase = RolloutPhase.Running, GoesOnWithoutVerdict = true } };
        var second = Step(goesOn)!;
        Assert.Equal(1, second.Rollout!.Wave);
        Assert.False(second.Rollout.GoesOnWithoutVerdict);
    }

    [Fact]
    public void An_instance_that_is_lost_while_it_takes_the_release_holds_it()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        Report(first, InstanceVerdict.OnTrial);
        var lost = Fleets.Chosen(first, _instances)[0].Instance;

        var held = RolloutStep.Find(first, Fleets.View(_instances, lost), s_now)!;

        Assert.Equal(RolloutPhase.Holding, held.Rollout!.Phase);
        Assert.Contains(lost, held.Rollout.Reason, StringComparison.Ordinal);
        // It is heard of again, and its trial ends well.
        Report(held, InstanceVerdict.Succeeded);
        Assert.Equal(1, Step(held)!.Rollout!.Wave);
    }

    [Fact]
    public void One_that_has_left_in_order_is_not_waited_for()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        Report(first, InstanceVerdict.OnTrial);
        var index = _instances.IndexOf(Fleets.Chosen(first, _instances)[0]);
        _instances[index] = _instances[index] with { HasLeft = true };

        Assert.Equal(1, Step(first)!.Rollout!.Wave);
    }

    [Fact]
    public void What_is_not_done_by_its_deadline_is_given_back()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%") with { Deadline = s_now }))!;

        var back = RolloutStep.Find(first, Fleets.View(_instances), s_now.AddSeconds(1))!;

        Assert.Equal(RolloutPhase.GoingBack, back.Rollout!.Phase);
    }

    [Fact]
    public void A_paused_one_stands_and_still_goes_back_when_it_is_bad()
    {
        var first = Step(Fleets.Wish(Fleets.Rollout("1", "100%")))!;
        var paused = first with { Rollout = first.Rollout! with { Phase = RolloutPhase.Paused } };
        Report(paused, InstanceVerdict.Succeeded);
        Assert.Null(Step(paused));

        Report(paused, InstanceVerdict.Failed);
        Assert.Equal(RolloutPhase.GoingBack, Step(paused)!.Rollout!.Phase);
    }

    [Fact]
    public void Instances_of_another_build_are_left_alone()
    {
        _instances[0] = _instances[0] with { Baselines = new Dictionary<string, string> { ["Shop"] = "build-2" } };
        var all = Step(Fleets.Wish(Fleets.Rollout("100%")))!;
        foreach (var index in Enumerable.Range(1, 3))
            _instances[index] = Judged(_instances[index], all, InstanceVerdict.Succeeded, "");

        Assert.Equal(RolloutPhase.Succeeded, Step(all)!.History[^1].Phase);
    }

    [Fact]
    public void One_whose_operator_keeps_the_release_does_not_hold_up_the_end()
    {
        var instances = new[] { Fleets.Instance("one") with { Runs = "d1", Rollout = 1, KeptBecause = "an operator has made another version current here" } };
        var wish = Fleets.Wish(Fleets.Rollout("100%") with { Phase = RolloutPhase.GoingBack, Reason = "bad" });

        var end = RolloutStep.Find(wish, Fleets.View(instances), s_now)!;

        Assert.Equal("bad; not given back by one (an operator has made another version current here)", Assert.Single(end.History).Explain());
        // Nor does one that is lost, and it is named too.
        end = RolloutStep.Find(wish, Fleets.View([instances[0] with { KeptBecause = "" }], "one"), s_now)!;
        Assert.StartsWith("bad; not given back by one (not heard of any more", Assert.Single(end.History).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_that_keep_the_release_the_first_are_named()
    {
        var wish = Fleets.Wish(Fleets.Rollout("100%") with { Phase = RolloutPhase.GoingBack, Reason = "bad" });
        var instances = Enumerable.Range(0, 1000).Select(static i => Fleets.Instance($"i{i:000}") with { Runs = "d1", KeptBecause = "HW6208" });

        var end = Assert.Single(RolloutStep.Find(wish, Fleets.View(instances), s_now)!.History);

        Assert.Equal("bad; not given back by i000 (HW6208); i001 (HW6208); i002 (HW6208) and 997 more", end.Explain());
        Assert.Equal((20, 1000), (end.Kept.Count, end.KeptBy));
    }

    [Fact]
    public void Without_instances_it_waits() => Assert.Null(RolloutStep.Find(Fleets.Wish(Fleets.Rollout("1", "100%")), Fleets.View([]), s_now));

    private static InstanceReport Judged(InstanceReport instance, FleetWish wish, InstanceVerdict verdict, string reason) =>
        instance with { Rollout = wish.Rollout!.Number, Runs = wish.Rollout.Digest, Verdict = verdict, Reason = reason };

    private FleetWish? Step(FleetWish wish) => RolloutStep.Find(wish, Fleets.View(_instances), s_now);

    private void Report(FleetWish wish, InstanceVerdict verdict, string reason = "")
    {
        foreach (var chosen in Fleets.Chosen(wish, _instances))
            _instances[_instances.IndexOf(chosen)] = Judged(chosen, wish, verdict, reason);
    }

    private void Run(string? digest)
    {
        for (var i = 0; i < _instances.Count; i++)
            _instances[i] = _instances[i] with { Runs = digest };
    }
}

using HotWeave.Probation;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class TrialTests : SwapTest, IDisposable
{
    private readonly ManualClock _clock = new();

    public void Dispose() => UnitOfWork.SetKey(null);

    [Fact]
    public async Task A_share_of_the_units_by_key_gets_the_new_version_and_callers_outside_stay()
    {
        var counters = new Counters("CanaryShare", 2);
        var result = await HotSwap.ApplyAsync(counters.Patch(1), Canary(0.2));
        Assert.Equal((VersionNumber.Baseline, SwapMode.UnitOfWork), (result.From, result.Mode));
        Assert.Equal(VersionNumber.Baseline, HotSwap.GetStatus().Current);
        Assert.Equal(VersionState.Canary, HotSwap.GetStatus().Find(result.To)!.State);
        Assert.Equal([0, 0], counters.Ask());

        var chosen = Enumerable.Range(0, 2000).Where(i => AskFor(counters, "customer " + i) == 1).ToList();
        Assert.InRange(chosen.Count, 300, 500);
        Assert.Equal(chosen, Enumerable.Range(0, 2000).Where(i => AskFor(counters, "customer " + i) == 1));
        UnitOfWork.SetKey(null);
        Assert.InRange(Enumerable.Range(0, 2000).Count(_ => AskFor(counters, null) == 1), 300, 500);

        await HotSwap.RollbackAsync();
        Assert.Equal(VersionState.RolledBack, HotSwap.GetStatus().Find(result.To)!.State);
        Assert.Equal(TrialVerdict.Overruled, HotSwap.GetStatus().Trial!.Verdict);
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => AskFor(counters, "customer " + i) == 1);
    }

    [Fact]
    public async Task A_trial_that_succeeds_gives_everybody_the_version_and_units_keep_theirs()
    {
        var counters = new Counters("CanaryGood", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1), Canary(0.5, new ProbationOptions { MinUnits = 20, ConfirmOnSuccess = true }));
        using var canary = EnterOn(1, counters);
        using var old = EnterOn(0, counters);
        for (var i = 0; i < 200; i++)
            AskFor(counters, "customer " + i);
        Assert.Equal(TrialVerdict.Pending, HotSwap.GetStatus().Trial!.Verdict);
        var ended = NextVerdict();
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((TrialVerdict.Succeeded, result.To), (await ended) is var t ? (t.Verdict, t.Version) : default);
        Assert.Equal([1], counters.Ask());
        Assert.Equal((0, 1), (old.Run(counters.Ask)[0], canary.Run(counters.Ask)[0]));
        var status = HotSwap.GetStatus();
        Assert.Equal((result.To, true), (status.Current, status.Find(result.To)!.Confirmed));
    }

    [Fact]
    public async Task A_trial_that_fails_is_given_back_before_its_window_is_over_and_its_units_end_on_it()
    {
        var counters = new Counters("CanaryBad", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1), Canary(0.5));
        using var canary = EnterOn(1, counters);
        Fail(counters, version: 1, units: 40);
        var ended = NextVerdict();
        _clock.Advance(TimeSpan.FromSeconds(3));
        var trial = await ended;
        Assert.Equal(TrialVerdict.Failed, trial.Verdict);
        Assert.True(trial.New.Failed >= 40, trial.ToString());
        Assert.Equal(0, trial.Old.Failed);
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => AskFor(counters, "customer " + i) == 1);
        Assert.Equal(1, canary.Run(counters.Ask)[0]);
        Assert.Equal((VersionNumber.Baseline, VersionState.Draining), (HotSwap.GetStatus().Current, HotSwap.GetStatus().Find(result.To)!.State));
    }

    [Fact]
    public async Task A_trial_with_too_few_units_is_held_until_an_operator_promotes_it()
    {
        var counters = new Counters("CanaryHeld", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1), Canary(0.5));
        var ended = NextVerdict();
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TrialVerdict.Inconclusive, (await ended).Verdict);
        using (EnterOn(1, counters))
            Assert.Equal([0], counters.Ask());
        await RefusedAsync("HW6220", () => HotSwap.ApplyAsync(counters.Patch(2)));
        await RefusedAsync("HW6220", () => HotSwap.ConfirmAsync());
        await RefusedAsync("HW6219", () => HotSwap.PurgeAsync(new PurgeOptions { Version = result.To }));
        Assert.Equal(result.To, (await HotSwap.PromoteAsync()).To);
        Assert.Equal([1], counters.Ask());
        await RefusedAsync("HW6222", () => HotSwap.PromoteAsync());
    }

    [Fact]
    public async Task A_rollback_beyond_the_version_on_trial_ends_the_trial_only_if_it_happens()
    {
        var counters = new Counters("CanaryBeyond", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Mode = SwapMode.UnitOfWork });
        var trial = await HotSwap.ApplyAsync(counters.Patch(2), Canary(0.5));
        using var canary = EnterOn(2, counters);
        await RefusedAsync("HW6207", () => HotSwap.RollbackAsync(trial.To));
        await RefusedAsync("HW6205", () => HotSwap.RollbackAsync(new VersionNumber(9999)));
        var quiescent = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMilliseconds(5) };
        await RefusedAsync("HW6208", () => HotSwap.RollbackAsync(VersionNumber.Baseline, quiescent));
        Assert.Equal((VersionState.Canary, TrialVerdict.Pending), (HotSwap.GetStatus().Find(trial.To)!.State, HotSwap.GetStatus().Trial!.Verdict));
        EnterOn(2, counters).Dispose();

        var back = await HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = SwapMode.UnitOfWork });
        Assert.Equal((first.To, VersionNumber.Baseline), (back.From, back.To));
        Assert.Equal((0, 2), (counters.Ask()[0], canary.Run(counters.Ask)[0]));
        Assert.Equal((VersionState.Draining, TrialVerdict.Overruled), (HotSwap.GetStatus().Find(trial.To)!.State, HotSwap.GetStatus().Trial!.Verdict));
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => AskFor(counters, "customer " + i) != 0);
        await RefusedAsync("HW6222", () => HotSwap.PromoteAsync());
    }

    [Fact]
    public async Task On_probation_everybody_has_the_version_and_it_is_rolled_back_by_itself()
    {
        var counters = new Counters("Whole", 1);
        for (var i = 0; i < 50; i++)
            AskFor(counters, null);
        var probation = new ProbationOptions { Clock = _clock };
        var result = await HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = probation });
        Assert.Equal([1], counters.Ask());
        Fail(counters, version: 1, units: 30);
        var swapped = new TaskCompletionSource<SwapResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSwapped(object? sender, SwapEventArgs e) => swapped.TrySetResult(e.Result);
        HotSwap.Swapped += OnSwapped;
        try
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            var back = await swapped.Task.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal((result.To, VersionNumber.Baseline), (back.From, back.To));
            Assert.StartsWith("HW6309: ", back.Warnings[0], StringComparison.Ordinal);
            Assert.Equal([0], counters.Ask());
        }
        finally
        {
            HotSwap.Swapped -= OnSwapped;
        }
    }

    [Fact]
    public async Task A_verdict_after_which_nothing_can_be_given_back_is_told_with_the_reason()
    {
        var counters = new Counters("HeldBack", 1);
        var reclaimable = new SwapOptions { Reclaimable = true, Mode = SwapMode.UnitOfWork };
        var first = await HotSwap.ApplyAsync(counters.Patch(1), reclaimable);
        var probation = new ProbationOptions { Clock = _clock, MaxErrorRate = 0 };
        var tried = await HotSwap.ApplyAsync(counters.Patch(2), reclaimable with { Probation = probation });
        // What it would go back to is gone.
        await HotSwap.PurgeAsync(new PurgeOptions { Version = first.To, Timeout = TimeSpan.FromMinutes(1) });
        Fail(counters, version: 2, units: 30);
        var ended = NextVerdict();

        _clock.Advance(TimeSpan.FromSeconds(3));

        var told = await ended;
        Assert.Equal((TrialVerdict.Failed, tried.To), (told.Verdict, told.Version));
        Assert.Contains("; it could not be given back: HW6206", told.Reason, StringComparison.Ordinal);
        var status = HotSwap.GetStatus();
        Assert.Equal((tried.To, told.Verdict, told.Reason), (status.Current, status.Trial!.Verdict, status.Trial.Reason));
        Assert.Equal([2], counters.Ask());
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public async Task A_verdict_after_which_nothing_can_be_confirmed_is_told_with_the_reason_and_everybody_hears_of_the_turn(double share)
    {
        var file = Path.GetTempFileName();
        // No folder can be made below a file.
        AppContext.SetData("HotWeave.Patches", Path.Combine(file, "patches"));
        try
        {
            var counters = new Counters("Unconfirmed" + share.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture).Replace('.', '_'), 1);
            var options = Canary(share, new ProbationOptions { MinUnits = 1, ConfirmOnSuccess = true });
            var result = await HotSwap.ApplyAsync(counters.Patch(1), options);
            for (var i = 0; i < 100; i++)
                AskFor(counters, "customer " + i);
            var ended = NextVerdict();
            var swapped = new List<VersionNumber>();
            void OnSwapped(object? sender, SwapEventArgs e) => swapped.Add(e.Result.To);
            HotSwap.Swapped += OnSwapped;
            try
            {
                _clock.Advance(TimeSpan.FromMinutes(2));
                var told = await ended;
                Assert.Equal(TrialVerdict.Succeeded, told.Verdict);
                Assert.Contains("; it could not be confirmed: HW6215", told.Reason, StringComparison.Ordinal);
                Assert.Equal(share < 1 ? [result.To] : [], swapped);
                Assert.Equal([1], counters.Ask());
            }
            finally
            {
                HotSwap.Swapped -= OnSwapped;
            }
        }
        finally
        {
            AppContext.SetData("HotWeave.Patches", null);
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_operator_who_rolls_back_or_applies_something_else_overrules_a_trial()
    {
        var counters = new Counters("Overruled", 1);
        var options = new SwapOptions { Probation = new ProbationOptions { Clock = _clock } };
        await HotSwap.ApplyAsync(counters.Patch(1), options);
        await HotSwap.RollbackAsync();
        Assert.Equal(TrialVerdict.Overruled, HotSwap.GetStatus().Trial!.Verdict);
        await HotSwap.ApplyAsync(counters.Patch(1), options);
        await HotSwap.ApplyAsync(counters.Patch(2));
        Assert.Equal(TrialVerdict.Overruled, HotSwap.GetStatus().Trial!.Verdict);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([2], counters.Ask());
    }

    [Theory]
    [InlineData(19, 19, 1000, 0, false, TrialVerdict.Pending)]
    [InlineData(20, 20, 1000, 0, false, TrialVerdict.Failed)]
    [InlineData(20, 1, 1000, 0, true, TrialVerdict.Inconclusive)]
    [InlineData(1000, 50, 1000, 0, false, TrialVerdict.Failed)]
    [InlineData(1000, 50, 1000, 50, true, TrialVerdict.Succeeded)]
    [InlineData(1000, 5, 1000, 0, true, TrialVerdict.Succeeded)]
    [InlineData(19, 0, 1000, 0, true, TrialVerdict.Inconclusive)]
    [InlineData(0, 0, 0, 0, true, TrialVerdict.Inconclusive)]
    public void Error_rates_are_judged_beyond_chance(long ended, long failed, long oldEnded, long oldFailed, bool isOver, TrialVerdict expected) =>
        Assert.Equal(expected, TrialRule.Judge(new UnitTally(ended, failed, 0), new UnitTally(oldEnded, oldFailed, 0), isOver, new ProbationOptions()).Verdict);

    [Fact]
    public void Thresholds_are_the_swaps_own()
    {
        var strict = new ProbationOptions { MaxErrorRate = 0, MinUnits = 5, MaxLatencyRatio = 2 };
        Assert.Equal(TrialVerdict.Failed, Verdict(new UnitTally(100, 5, 1000), new UnitTally(100, 50, 1000)));
        Assert.Equal(TrialVerdict.Succeeded, Verdict(new UnitTally(100, 0, 1900), new UnitTally(100, 0, 1000)));
        Assert.Equal(TrialVerdict.Failed, Verdict(new UnitTally(100, 0, 2100), new UnitTally(100, 0, 1000)));
        Assert.Equal(TrialVerdict.Inconclusive, Verdict(new UnitTally(100, 0, 2100), new UnitTally(4, 0, 40)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProbationOptions { Share = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProbationOptions { Window = TimeSpan.Zero });

        TrialVerdict Verdict(UnitTally newer, UnitTally older) => TrialRule.Judge(newer, older, isOver: true, strict).Verdict;
    }

    private SwapOptions Canary(double share, ProbationOptions? probation = null) =>
        new() { Probation = (probation ?? new ProbationOptions()) with { Share = share, Clock = _clock } };

    private static int AskFor(Counters counters, string? key)
    {
        UnitOfWork.SetKey(key);
        using var unit = UnitOfWork.Enter();
        var answers = counters.Ask();
        Assert.Single(answers.Distinct());
        Assert.Equal(answers, counters.Ask());
        return answers[0];
    }

    private static void Fail(Counters counters, int version, int units)
    {
        for (var i = 0; units > 0; i++)
        {
            Assert.True(i < 10_000, $"units do not get version {version}");
            using var unit = UnitOfWork.Enter();
            if (counters.Ask()[0] != version)
                continue;
            unit.Fail();
            units--;
        }
    }

    private static OtherFlow EnterOn(int version, Counters counters)
    {
        UnitOfWork.SetKey(null);
        for (var i = 0; i < 10_000; i++)
        {
            var unit = OtherFlow.Enter("customer");
            if (unit.Run(counters.Ask)[0] == version)
                return unit;
            unit.Dispose();
        }

        throw new InvalidOperationException($"no unit got version {version}");
    }

    private static Task<TrialStatus> NextVerdict()
    {
        var verdict = new TaskCompletionSource<TrialStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        HotSwap.TrialEnded += OnEnded;
        return verdict.Task.WaitAsync(TimeSpan.FromSeconds(20));

        void OnEnded(object? sender, TrialEventArgs e)
        {
            HotSwap.TrialEnded -= OnEnded;
            verdict.SetResult(e.Trial);
        }
    }
}

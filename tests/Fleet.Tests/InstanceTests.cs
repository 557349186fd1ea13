using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Store;
using HotWeave.Fleet.Tests.Harness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotWeave.Fleet.Tests;

/// <summary>What one instance makes of what is wished, over a store of its own.</summary>
public sealed class InstanceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotweave-fleet-");
    private readonly CancellationTokenSource _ending = new(TimeSpan.FromMinutes(1));
    private readonly FolderStore _store;

    public InstanceTests() => _store = new FolderStore(_folder.FullName, TimeSpan.FromSeconds(10));

    public void Dispose()
    {
        _ending.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_refused_patch_is_reported_with_its_code_and_not_tried_again()
    {
        var target = new SwapTarget { Refusal = new SwapException("HW6103", "for another build", null) };
        await WishAsync(Fleets.Rollout("100%") with { IsForAll = true });

        var running = Run("one", target, NullLogger.Instance);
        var refused = await UntilAsync("one", static r => r.Verdict == InstanceVerdict.Refused);
        await UntilAsync("one", r => r.Beat > refused.Beat + 1);

        Assert.Equal("HW6103: for another build", refused.Reason);
        Assert.Null(refused.Runs);
        Assert.Equal(1, target.Takes);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_release_without_a_trial_has_succeeded_when_it_is_taken_and_is_given_back_when_the_roll_out_goes_back()
    {
        var rollout = Fleets.Rollout("100%") with { IsForAll = true, Terms = new ReleaseTerms() };
        await WishAsync(rollout);
        var running = Run("one", new SwapTarget(), NullLogger.Instance);
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.Succeeded, Runs: "d1" });

        await WishAsync(rollout with { Phase = RolloutPhase.GoingBack });

        var back = await UntilAsync("one", static r => r.Runs is null);
        Assert.Equal(InstanceVerdict.None, back.Verdict);
        await EndAsync(running);
        Assert.True((await ReadAsync("one"))!.HasLeft);
    }

    [Fact]
    public async Task HW8410_one_that_cannot_give_back_says_why_and_the_roll_out_ends_and_it_goes_on_trying()
    {
        var target = new SwapTarget();
        var rollout = Fleets.Rollout("100%") with { IsForAll = true, Terms = new ReleaseTerms() };
        await WishAsync(rollout);
        var said = new Warnings();
        var running = Run("one", target, said);
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.Succeeded, Runs: "d1" });
        target.ReturnRefusal = new SwapException("HW6208", "a unit of work did not end", null);

        await WishAsync(rollout with { Phase = RolloutPhase.GoingBack, Reason = "another has failed" });
        var end = await ControlAsync();

        var ended = end.History[^1];
        Assert.Equal(RolloutPhase.Failed, ended.Phase);
        Assert.Equal("another has failed; not given back by one (HW6208: a unit of work did not end)", ended.Explain());
        Assert.Equal(ended.Explain(), end.Steps[^1].Reason);
        Assert.True(said.Has("Instance 'one' keeps d1"));
        // A refusal may be one of the moment.
        Assert.True(target.Returns >= 3, $"{target.Returns}");
        target.ReturnRefusal = null;
        var back = await UntilAsync("one", static r => r.Runs is null);
        Assert.Equal("", back.KeptBecause);
        await EndAsync(running);
    }

    [Fact]
    public async Task One_whose_earlier_release_is_gone_from_the_store_says_so_and_the_roll_out_ends()
    {
        var earlier = Fleets.Rollout("100%") with { Digest = "d0", Phase = RolloutPhase.Succeeded };
        var rollout = Fleets.Rollout("100%") with { Number = 2, IsForAll = true, Terms = new ReleaseTerms() };
        var wish = Fleets.Wish(rollout) with { Release = "d0", Earlier = [null], History = [earlier] };
        await _store.PutPatchAsync("d1", [1], _ending.Token);
        await WriteAsync(wish);
        var running = Run("one", new SwapTarget(), NullLogger.Instance);
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.Succeeded, Runs: "d1" });

        await WriteAsync(wish with { Rollout = rollout with { Phase = RolloutPhase.GoingBack, Reason = "bad" } });
        var end = await ControlAsync();

        Assert.StartsWith("bad; not given back by one (HW8411: Patch d0 is wished", end.History[^1].Explain(), StringComparison.Ordinal);
        await EndAsync(running);
    }

    [Fact]
    public async Task HW8411_a_roll_out_of_a_patch_that_is_gone_from_the_store_is_refused_and_ends()
    {
        await WriteAsync(Fleets.Wish(Fleets.Rollout("100%") with { IsForAll = true }));
        var running = Run("one", new SwapTarget(), NullLogger.Instance);

        var end = await ControlAsync();

        Assert.StartsWith("one: HW8411: Patch d1", end.History[^1].Explain(), StringComparison.Ordinal);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_watch_that_ends_is_begun_again_whatever_ended_it()
    {
        var store = new BrokenWatch(_store, new InvalidOperationException("a defect"), null, new ObjectDisposedException("connection"));
        await WishAsync(Fleets.Rollout("100%") with { IsForAll = true, Terms = new ReleaseTerms() });
        var said = new Warnings();

        var running = Run("one", new SwapTarget(), said, store);
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.Succeeded, Runs: "d1" });

        Assert.Equal(4, store.Watches);
        Assert.True(said.Has("the watch of the store has ended"));
        await EndAsync(running);
    }

    [Fact]
    public async Task One_that_waits_long_in_a_swap_is_heard_of_meanwhile()
    {
        var door = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await WishAsync(Fleets.Rollout("100%") with { IsForAll = true, Terms = new ReleaseTerms() });

        var running = Run("one", new SwapTarget { Door = door.Task }, NullLogger.Instance);
        var taking = await UntilAsync("one", static r => r.Verdict == InstanceVerdict.Taking);
        await UntilAsync("one", r => r.Verdict == InstanceVerdict.Taking && r.Beat > taking.Beat + 1);

        door.SetResult();
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.Succeeded, Runs: "d1" });
        await EndAsync(running);
    }

    [Theory]
    [InlineData(InstanceVerdict.Failed, "9 of 9 units failed; it could not be given back: HW6206: gone")]
    [InlineData(InstanceVerdict.Inconclusive, "another patch was applied")]
    internal async Task A_verdict_of_which_no_event_tells_is_reported_all_the_same(InstanceVerdict verdict, string reason)
    {
        var target = new SwapTarget { Verdict = null, ReturnRefusal = new SwapException("HW6206", "gone", null) };
        await WishAsync(Fleets.Rollout("100%") with { IsForAll = true });
        var running = Run("one", target, NullLogger.Instance);
        await UntilAsync("one", static r => r is { Verdict: InstanceVerdict.OnTrial, Runs: "d1" });

        target.Verdict = (verdict, reason);

        var judged = await UntilAsync("one", static r => r.Verdict != InstanceVerdict.OnTrial);
        Assert.Equal((verdict, reason), (judged.Verdict, judged.Reason));
        await EndAsync(running);
    }

    [Fact]
    public async Task Each_build_has_the_newest_release_that_is_for_it()
    {
        var other = new Dictionary<string, string> { ["Shop"] = "build-2" };
        var first = Fleets.Rollout("100%") with { Digest = "d0", Baselines = other, Phase = RolloutPhase.Succeeded };
        var wish = Fleets.Wish(null) with { Release = "d0", Earlier = [null, "d1"], History = [Fleets.Rollout("100%"), first] };
        await _store.PutPatchAsync("d0", [1], _ending.Token);
        await _store.PutPatchAsync("d1", [1], _ending.Token);
        await WriteAsync(wish);
        var third = new SwapTarget { Baselines = new Dictionary<string, string> { ["Shop"] = "build-3" } };

        var running = new[] { Run("old", new SwapTarget(), NullLogger.Instance), Run("new", new SwapTarget { Baselines = other }, NullLogger.Instance), Run("third", third, NullLogger.Instance) };

        await UntilAsync("old", static r => r.Runs == "d1");
        await UntilAsync("new", static r => r.Runs == "d0");
        await UntilAsync("third", static r => r.Beat > 2);
        Assert.Equal(0, third.Takes);
        await EndAsync(running);
    }

    [Fact]
    public async Task HW8409_two_processes_of_one_name_are_told_of_each_other()
    {
        var said = new Warnings();
        var first = Run("same", new SwapTarget(), said);
        await UntilAsync("same", static r => r.Beat > 0);

        var second = Run("same", new SwapTarget(), said);

        while (!said.Has("Another process reports as instance 'same'"))
            await Task.Delay(10, _ending.Token);
        await EndAsync(first, second);
    }

    private Task Run(string name, SwapTarget target, ILogger logger, IFleetStore? store = null)
    {
        var options = new FleetOptions { Application = Fleets.Application, Instance = name, Lease = TimeSpan.FromSeconds(1) };
        var instance = new FleetInstance(store ?? _store, options, target, TimeProvider.System, new FleetLog(logger), Fleets.Telemetry);
        return instance.RunAsync(_ending.Token);
    }

    private async Task EndAsync(params Task[] running)
    {
        await _ending.CancelAsync();
        await Task.WhenAll(running);
    }

    private async Task WishAsync(Rollout rollout)
    {
        await _store.PutPatchAsync(rollout.Digest, [1], _ending.Token);
        await WriteAsync(Fleets.Wish(rollout));
    }

    private Task WriteAsync(FleetWish wish) => _store.WriteAsync(FleetKeys.Wish(Fleets.Application), FleetJson.Write(wish), _ending.Token);

    private async Task<FleetWish> ControlAsync()
    {
        var controller = new RolloutController(_store, Fleets.Application, "ann", TimeProvider.System, Fleets.Telemetry);
        return await controller.RunAsync(static w => w.Rollout is null, _ending.Token);
    }

    private async Task<InstanceReport?> ReadAsync(string name) =>
        await _store.ReadAsync(FleetKeys.Instance(Fleets.Application, name), default) is { } entry ? FleetJson.Read<InstanceReport>(entry) : null;

    private async Task<InstanceReport> UntilAsync(string name, Func<InstanceReport, bool> condition)
    {
        while (true)
        {
            if (await ReadAsync(name) is { } report && condition(report))
                return report;
            await Task.Delay(10, _ending.Token);
        }
    }

    private sealed class Warnings : ILogger
    {
        private readonly List<string> _said = [];

        public bool Has(string text)
        {
            lock (_said)
                return _said.Exists(s => s.Contains(text, StringComparison.Ordinal));
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_said)
                _said.Add(formatter(state, exception));
        }
    }
}

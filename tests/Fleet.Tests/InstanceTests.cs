using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;
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

    public InstanceTests() => _store = new FolderStore(_folder.FullName);

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

    private Task Run(string name, SwapTarget target, ILogger logger)
    {
        var options = new FleetOptions { Application = Fleets.Application, Instance = name, Lease = TimeSpan.FromSeconds(1) };
        var instance = new FleetInstance(_store, options, target, TimeProvider.System, new FleetLog(logger), Fleets.Telemetry);
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
        await _store.WriteAsync(FleetKeys.Wish(Fleets.Application), FleetJson.Write(Fleets.Wish(rollout)), _ending.Token);
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

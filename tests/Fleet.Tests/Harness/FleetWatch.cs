using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>What is seen of a fleet from beside: its wish and the reports, as they come. A test waits for a moment of it.</summary>
internal sealed class FleetWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(6);

    private readonly IFleetStore _store;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task[] _watching;

    // Guards what is below.
    private readonly object _lock = new();
    private readonly Dictionary<string, InstanceReport> _reports = [];
    private readonly HashSet<(string Instance, string Digest)> _had = [];
    private FleetWish _wish = new() { Application = Fleets.Application };
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FleetWatch(string address)
    {
        _store = FleetStores.Open(address);
        _watching =
        [
            WatchAsync(FleetKeys.Wish(Fleets.Application), e => _wish = FleetJson.Read<FleetWish>(e)),
            WatchAsync(FleetKeys.Instances(Fleets.Application), e => Note(FleetJson.Read<InstanceReport>(e))),
        ];
    }

    /// <summary>Waits until the fleet is so.</summary>
    /// <returns>The wish then.</returns>
    public async Task<FleetWish> UntilAsync(string what, Func<FleetWish, IReadOnlyList<InstanceReport>, bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition(_wish, [.. _reports.Values]))
                    return _wish;
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{what} did not come:\n{Describe()}");
            }
        }
    }

    /// <summary>Waits until no roll-out is under way, so many instances are there, and each runs what it shall.</summary>
    public Task<FleetWish> UntilRestAsync(int instances) => UntilAsync("rest", (wish, reports) =>
        wish.Rollout is null && reports.Count(r => !r.HasLeft && r.Runs == wish.Release) == instances
        && reports.All(r => r.HasLeft || r.Runs == wish.Release));

    /// <summary>The instances that ever said that they run a patch.</summary>
    public IReadOnlyList<string> FindWhoHad(string digest)
    {
        lock (_lock)
            return [.. _had.Where(h => h.Digest == digest).Select(static h => h.Instance).Order()];
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _store.DisposeAsync();
        _ending.Dispose();
    }

    private async Task WatchAsync(string prefix, Action<FleetEntry> note)
    {
        await foreach (var entry in _store.WatchAsync(prefix, _ending.Token))
        {
            if (entry.Value is null)
                continue;
            lock (_lock)
            {
                note(entry);
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private void Note(InstanceReport report)
    {
        _reports[report.Instance] = report;
        if (report.Runs is { } digest)
            _had.Add((report.Instance, digest));
    }

    private string Describe()
    {
        lock (_lock)
        {
            var rollout = _wish.Rollout is { } r ? $"{r.Number} {r.Phase} wave {r.Wave} {r.Reason}" : "none";
            return $"roll-out {rollout}; release {_wish.Release}\n" + string.Join("\n", _wish.Steps.TakeLast(10)) + "\n"
                + string.Join("\n", _reports.Values.OrderBy(static i => i.Instance, StringComparer.Ordinal).Select(static i =>
                    $"{i.Instance} runs {i.Runs} roll-out {i.Rollout} {i.Verdict} {i.Reason}"));
        }
    }
}

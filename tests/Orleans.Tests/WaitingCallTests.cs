using HotWeave.Orleans.Calls;
using Orleans.Runtime;
using Xunit;

namespace HotWeave.Orleans.Tests;

/// <summary>When a call goes on that waits at a gate which nobody opens: each step of who waits for whom is held open here.</summary>
public sealed class WaitingCallTests
{
    private static readonly GrainId s_grain = GrainId.Create("shelf", "1");
    private static readonly GrainId s_other = GrainId.Create("desk", "1");

    private readonly CallsUnderWay _calls = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_call_that_was_released_by_a_unit_that_then_ended_joins_the_next_one_that_waits_for_it()
    {
        using var waiting = Wait();
        var (first, firstUnit) = Begin("first");
        var firstCall = _calls.Begin(null, firstUnit, s_grain);
        var released = waiting.WaitAsync();
        firstCall.Dispose();
        first.Dispose();
        // Released already, it turns the second away.
        var (second, secondUnit) = Begin("second");
        using var secondCall = _calls.Begin(null, secondUnit, s_grain);
        Assert.Equal(firstUnit, await released);
        Assert.Equal(secondUnit, await waiting.WaitAsync());
        second.Dispose();
    }

    [Fact]
    public async Task A_call_waits_anew_where_the_unit_that_released_it_has_ended()
    {
        using var waiting = Wait();
        var (first, firstUnit) = Begin("first");
        using (_calls.Begin(null, firstUnit, s_grain))
            Assert.Equal(firstUnit, await waiting.WaitAsync());
        first.Dispose();
        var again = waiting.WaitAsync();
        Assert.False(again.IsCompleted);
        var (second, secondUnit) = Begin("second");
        using (_calls.Begin(null, secondUnit, s_grain))
            Assert.Equal(secondUnit, await again);
        second.Dispose();
    }

    [Fact]
    public async Task A_call_is_released_by_a_unit_that_waits_for_its_grain_through_another()
    {
        using var waiting = Wait();
        var released = waiting.WaitAsync();
        using var inner = _calls.Begin(s_other, default, s_grain);
        Assert.False(released.IsCompleted);
        var (handle, unit) = Begin("outer");
        using (_calls.Begin(null, unit, s_other))
            Assert.Equal(unit, await released);
        handle.Dispose();
    }

    [Fact]
    public async Task A_call_begins_a_unit_of_its_own_when_the_gate_opens()
    {
        using var waiting = Wait();
        var open = waiting.WaitAsync();
        Assert.False(open.IsCompleted);
        _gate.SetResult();
        Assert.Equal(default, await open);
    }

    // What waits is listed before it looks, and who calls lists the call before it looks: one of them sees the other.
    [Fact]
    public async Task Of_a_call_that_begins_to_wait_and_a_unit_that_begins_to_need_it_one_sees_the_other()
    {
        for (var round = 0; round < 300; round++)
        {
            using var meeting = new Barrier(2);
            var (handle, unit) = Begin("one");
            using var waiting = Wait();
            var needing = MeetAsync(meeting, () => _calls.Begin(null, unit, s_grain));
            var released = await MeetAsync(meeting, waiting.WaitAsync);
            using var call = await needing;
            Assert.Equal(unit, await released.WaitAsync(TimeSpan.FromMinutes(1)));
            handle.Dispose();
        }
    }

    // On a thread of its own: the pool may have none left.
    private static Task<T> MeetAsync<T>(Barrier meeting, Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            meeting.SignalAndWait();
            return work();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private WaitingCall Wait() => _calls.Wait(s_grain, stop => _gate.Task.WaitAsync(stop));

    private static (UnitHandle Handle, CapturedUnit Unit) Begin(string name)
    {
        var handle = UnitOfWork.EnterRoot(name);
        return (handle, UnitOfWork.Capture());
    }
}

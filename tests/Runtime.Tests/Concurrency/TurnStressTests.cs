using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Concurrency;

public sealed class TurnStressTests(ITestOutputHelper output) : SwapTest
{
    private const int Threads = 8;

    /// <summary>RULES 45 over 1,000 turns of four types, forward and back.</summary>
    [Fact]
    public async Task Rule_45_no_call_fails_and_no_thread_goes_back_over_1000_turns()
    {
        const int Turns = 1000;
        var counters = new Counters("Stress", 4);
        var patches = new[] { counters.Patch(1), counters.Patch(2), counters.Patch(3) };
        var history = new TurnHistory(Turns);
        var callers = new Callers(Threads, counters.Answers, history);
        var version = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            // 1 2 3 2 1 0 1 2 3 …
            var forward = turn % 6 < 3;
            version += forward ? 1 : -1;
            history.Announce(version);
            await (forward ? HotSwap.ApplyAsync(patches[version - 1]) : HotSwap.RollbackAsync());
            history.Complete();
        }

        callers.Stop();
        output.WriteLine($"{callers.Calls} calls");
        Assert.True(callers.Calls > Turns);
    }

    [Fact]
    public async Task Behaviour_36_reclaimable_versions_unload_though_threads_call_them_all_the_time()
    {
        const int Rounds = 20;
        var counters = new Counters("StressReclaimed", 4);
        var patches = new[] { counters.Patch(1), counters.Patch(2) };
        var history = new TurnHistory(Rounds * 3);
        var callers = new Callers(Threads, counters.Answers, history);
        var contexts = new List<WeakReference>();
        for (var round = 0; round < Rounds; round++)
        {
            for (var k = 1; k <= 2; k++)
            {
                history.Announce(k);
                contexts.Add((await UnloadTests.ApplyAsync(counters, patches[k - 1])).Context);
                history.Complete();
            }

            history.Announce(0);
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
            history.Complete();
        }

        Assert.Equal(Rounds * 2, contexts.Count);
        for (var i = 0; i < contexts.Count; i++)
            UnloadTests.Dies(contexts[i]);
        callers.Stop();
        output.WriteLine($"{callers.Calls} calls");
    }
}

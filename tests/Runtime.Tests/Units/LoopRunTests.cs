using System.Runtime.CompilerServices;
using Xunit;

namespace HotWeave.Runtime.Tests.Units;

public sealed class LoopRunTests
{
    private static readonly RuntimeTypeHandle s_here = typeof(LoopRunTests).TypeHandle;

    [Fact]
    public void A_run_counts_from_its_first_step_to_its_end_and_another_may_follow()
    {
        LoopRun? run = null;
        for (var round = 0; round < 2; round++)
        {
            LoopRun.Step(ref run, s_here, "stepped");
            LoopRun.Step(ref run, s_here, "stepped");
            Assert.Equal(1, Running("stepped"));
            LoopRun.End(ref run);
            LoopRun.End(ref run);
            Assert.Equal(0, Running("stepped"));
        }
    }

    [Fact]
    public void A_run_that_nobody_can_complete_any_more_counts_until_it_is_collected()
    {
        Abandon();
        Assert.True(SpinWait.SpinUntil(static () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Running("abandoned") == 0;
        }, TimeSpan.FromSeconds(30)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        LoopRun? run = null;
        LoopRun.Step(ref run, s_here, "abandoned");
        Assert.Equal(1, Running("abandoned"));
        GC.KeepAlive(run);
    }

    private static int Running(string method) => HotSwap.GetStatus().Loops.FirstOrDefault(l => l.Method == method)?.Running ?? 0;
}

using System.Runtime.CompilerServices;
using HotWeave.Purging;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Swapping;
using HotWeave.Turning;
using HotWeave.Versions;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>.NET waits for the application's finalizers without end; a purge does not.</summary>
public sealed class HangingFinalizerTests : SwapTest
{
    private static Func<int>? s_held;

    [Fact]
    public async Task HW6327_a_purge_ends_though_a_finalizer_does_not()
    {
        using var hang = new ManualResetEventSlim();
        var begun = 0;
        var purge = new Purge(Swapper.Instance.Registry, new SwapLock(static () => { }, static () => { }), new PendingFinalizers(() =>
        {
            begun++;
            hang.Wait();
        }));
        var counters = new Counters("PurgeHangs", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Reclaimable = true, Mode = SwapMode.UnitOfWork });
        HoldDelegate(counters);
        await HotSwap.ApplyAsync(counters.Patch(2), new SwapOptions { Reclaimable = true, Mode = SwapMode.UnitOfWork });
        var soft = new PurgeOptions { Soft = true, Timeout = TimeSpan.FromMilliseconds(10) };
        try
        {
            for (var i = 0; i < 2; i++)
            {
                var result = purge.Run(soft, CancellationToken.None);
                Assert.Equal(PurgeOutcome.StillReferenced, result.Versions.Single(v => v.Number == first.To).Outcome);
                Assert.StartsWith("HW6327: ", Assert.Single(result.Warnings), StringComparison.Ordinal);
            }

            using var cancellation = new CancellationTokenSource();
            cancellation.Cancel();
            var cancelled = purge.Run(soft with { Timeout = TimeSpan.FromDays(1) }, cancellation.Token);
            Assert.Equal((false, 0), (cancelled.IsClean, cancelled.Warnings.Count));
            // The second and the third wait for the first one's thread.
            Assert.Equal(1, begun);
            Assert.Equal(1, Ask());
        }
        finally
        {
            s_held = null;
            hang.Set();
        }
    }

    [Fact]
    public void A_wait_that_has_ended_is_followed_by_a_new_one()
    {
        var waits = 0;
        var finalizers = new PendingFinalizers(() => waits++);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(finalizers.TryWait(TimeSpan.FromMinutes(1), CancellationToken.None));
            Assert.Equal(i, waits);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldDelegate(Counters counters)
    {
        var dispatch = counters.Woven.Assembly.GetType("<HotWeave>Slots")!.GetField("N_T0")!.GetValue(null)!;
        s_held = dispatch.GetType().GetMethod("Answer")!.CreateDelegate<Func<int>>(dispatch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Ask() => s_held!();
}

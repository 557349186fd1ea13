using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class BusyTests : SwapTest
{
    /// <summary>The patch's constructor, which runs while preparing, holds the operation open.</summary>
    public static class Hold
    {
        public static readonly TaskCompletionSource Reached = new();
        public static readonly ManualResetEventSlim Go = new();
    }

    [Fact]
    public async Task Behaviour_19_and_56_a_second_operation_is_refused_by_name_of_the_first_and_never_waits()
    {
        var counters = new Counters("Busy", 1);
        const string Extra = """
            namespace P
            {
                public sealed class Slow : HotWeave.Generated.N_T0
                {
                    public Slow()
                    {
                        var hold = System.Type.GetType("HotWeave.Runtime.Tests.Swapping.BusyTests+Hold, HotWeave.Runtime.Tests");
                        ((System.Threading.Tasks.TaskCompletionSource)hold.GetField("Reached").GetValue(null)).SetResult();
                        ((System.Threading.ManualResetEventSlim)hold.GetField("Go").GetValue(null)).Wait();
                    }

                    public override int Answer() => 1;
                }
            }
            """;
        var file = Patches.Format.PatchFile.Read(counters.Patch(1, null, Extra));
        var manifest = file.Manifest with { Types = [file.Manifest.Types[0] with { VersionClass = "P.Slow" }] };
        var first = HotSwap.ApplyAsync(Patches.Format.PatchFile.Write(manifest, file.Assembly, file.Symbols));
        await Hold.Reached.Task;
        try
        {
            Assert.StartsWith("apply v0 -> v1", HotSwap.GetStatus().Operation, StringComparison.Ordinal);
            var second = counters.Patch(2);
            var e = await RefusedAsync("HW6201", () => HotSwap.ApplyAsync(second));
            Assert.Contains("apply v0 -> v1", e.Message, StringComparison.Ordinal);
            await RefusedAsync("HW6201", () => HotSwap.PrepareAsync(second));
            await RefusedAsync("HW6201", () => HotSwap.RollbackAsync(VersionNumber.Baseline));
        }
        finally
        {
            Hold.Go.Set();
        }

        await first;
        Assert.Equal([1], counters.Ask());
    }
}

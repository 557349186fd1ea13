using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>
/// A method that runs and has one inlined that gets a stub is never left behind silently, whatever it is and however it came to inline it;
/// and one that has none inlined is no reason to refuse.
/// </summary>
public class GhostActivationTests
{
    [GhostTheory]
    [InlineData("disposing", "Parts.DisposingWorker.Run", true)]
    [InlineData("generic", "Parts.GenericWorker`1.Run", true)]
    [InlineData("generic virtual", "Parts.NumberWorker`1.Run", true)]
    [InlineData("deep", "Parts.DeepWorker.Run", true)]
    [InlineData("disposing", "Parts.DisposingWorker.Run", false)]
    [InlineData("generic", "Parts.GenericWorker`1.Run", false)]
    public void What_keeps_old_code_is_named(string worker, string method, bool onlyNeeded)
    {
        using var shop = Shop.Start();
        Assert.Equal("started", shop.Ask("worker " + worker));
        shop.Weave("--stubs", onlyNeeded ? "needed" : "now");
        var patch = shop.MakePartsPatch();
        var refusal = ToolRun.Refused("HW9034", "apply", patch, "--pid", shop.Id).Error;
        Assert.Contains(method + " (Workers.cs:", refusal, StringComparison.Ordinal);
        Assert.Contains("has woven methods inlined", refusal, StringComparison.Ordinal);
        Assert.Equal(("1", "30"), (shop.Ask("worker last"), shop.Ask("scale")));
        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("1", "50"), (shop.Ask("worker last"), shop.Ask("scale")));
        Assert.Equal(0, shop.End());
    }

    [GhostFact]
    public void Stacks_are_looked_at_between_collections_that_follow_each_other()
    {
        using var shop = Shop.Start();
        Assert.Equal("started", shop.Ask("worker collecting"));
        shop.Weave();
        var patch = shop.MakePartsPatch();
        for (var round = 0; round < 3; round++)
        {
            ToolRun.Done("apply", patch, "--pid", shop.Id);
            Assert.Equal("50", shop.Ask("scale"));
            ToolRun.Done("status", "--pid", shop.Id);
            ToolRun.Done("rollback", "--pid", shop.Id);
            Assert.Equal("30", shop.Ask("scale"));
        }

        Assert.Equal(0, shop.End());
    }

    [GhostTheory]
    [InlineData("needed")]
    [InlineData("now")]
    public void What_has_nothing_inlined_is_no_reason_to_refuse(string stubs)
    {
        using var shop = Shop.Start();
        Assert.Equal("started", shop.Ask("worker calling"));
        shop.Weave("--stubs", stubs);
        ToolRun.Done("apply", shop.MakePartsPatch(), "--pid", shop.Id);
        SpinWait.SpinUntil(() => shop.Ask("worker last") == "2");
        ToolRun.Done("rollback", "--pid", shop.Id);
        SpinWait.SpinUntil(() => shop.Ask("worker last") == "1");
        Assert.Equal(1, shop.CountStubs().Batches);
        Assert.Equal(0, shop.End());
    }
}

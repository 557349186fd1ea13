using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>Methods get their stubs when a patch needs them, once, in every copy of their assembly.</summary>
public class GhostStubTests
{
    [GhostFact]
    public void Only_types_that_patches_change_get_stubs_and_only_once()
    {
        using var shop = Shop.Start();
        shop.Weave();
        Assert.Equal((0, 0), shop.CountStubs());
        var parts = shop.MakePartsPatch();
        ToolRun.Done("apply", parts, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("50", "good morning"), (shop.Ask("scale"), shop.Ask("greeting")));
        var (first, batches) = shop.CountStubs();
        Assert.Equal(1, batches);
        ToolRun.Done("rollback", "--pid", shop.Id);
        ToolRun.Done("apply", parts, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal((first, 1), shop.CountStubs());

        ToolRun.Done("apply", shop.MakePatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("50", "good evening"), (shop.Ask("scale"), shop.Ask("greeting")));
        var (all, last) = shop.CountStubs();
        Assert.True(all > first);
        Assert.Equal(2, last);
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), shop.Ask("facts"));
        ToolRun.Done("rollback", "--pid", shop.Id, "--to", "0");
        Assert.Equal(("30", "good morning"), (shop.Ask("scale"), shop.Ask("greeting")));
        Assert.Equal(Shop.AskFresh(Shop.OldBuild, "facts"), shop.Ask("facts"));
        Assert.Equal(0, shop.End());
    }

    [GhostFact]
    public void All_get_theirs_at_once_where_that_is_asked_for()
    {
        using var shop = Shop.Start();
        shop.Weave("--stubs", "now");
        var (all, batches) = shop.CountStubs();
        Assert.True(all > 50);
        Assert.Equal(1, batches);
        ToolRun.Done("apply", shop.MakePatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Equal((all, 1), shop.CountStubs());
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), shop.Ask("facts"));
    }

    [GhostTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Copies_of_other_load_contexts_take_patches_too(bool isLoadedBefore)
    {
        using var shop = Shop.Start();
        if (isLoadedBefore)
            shop.Ask("copy");
        shop.Weave();
        if (!isLoadedBefore)
            shop.Ask("copy");
        Assert.Equal(("30", "30"), (shop.Ask("scale"), shop.Ask("copy scale")));
        ToolRun.Done("apply", shop.MakePartsPatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("50", "50"), (shop.Ask("scale"), shop.Ask("copy scale")));
        ToolRun.Done("rollback", "--pid", shop.Id);
        Assert.Equal(("30", "30"), (shop.Ask("scale"), shop.Ask("copy scale")));
    }

    [GhostFact]
    public void A_copy_that_is_loaded_after_the_stubs_gets_its_own()
    {
        using var shop = Shop.Start();
        shop.Weave();
        var patch = shop.MakePartsPatch();
        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        ToolRun.Done("rollback", "--pid", shop.Id);
        var (methods, _) = shop.CountStubs();
        shop.Ask("copy");
        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("50", "50"), (shop.Ask("scale"), shop.Ask("copy scale")));
        Assert.Equal((methods, 2), shop.CountStubs());
        ToolRun.Done("rollback", "--pid", shop.Id);
        Assert.Equal(("30", "30"), (shop.Ask("scale"), shop.Ask("copy scale")));
        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal((methods, 2), shop.CountStubs());
    }

    [GhostFact]
    public void A_copy_that_cannot_be_woven_is_not_left_behind_silently()
    {
        using var shop = Shop.Start();
        shop.Weave();
        var patch = shop.MakePartsPatch();
        shop.Ask("collectible copy");
        Assert.Contains("'Parts'", ToolRun.Refused("HW9037", "apply", patch, "--pid", shop.Id, "--accept-inlined").Error, StringComparison.Ordinal);
        Assert.Equal(("30", "30"), (shop.Ask("scale"), shop.Ask("copy scale")));
        Assert.Equal((0, 0), shop.CountStubs());
    }

    [GhostFact]
    public void The_copy_that_is_started_is_no_ghost_and_takes_the_same_patches()
    {
        using var shop = Shop.Start();
        shop.Weave();
        var patch = shop.MakePatch();
        using var restarted = Shop.StartIn(shop.Copy);
        ToolRun.Done("apply", patch, "--pid", restarted.Id);
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), restarted.Ask("facts"));
        Assert.DoesNotContain("ghost", ToolRun.Done("status", "--pid", restarted.Id).Output, StringComparison.Ordinal);
    }
}

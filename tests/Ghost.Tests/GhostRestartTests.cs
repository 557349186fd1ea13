using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>A restart forgets a ghost, but not what was confirmed in it, where something woven is started.</summary>
public class GhostRestartTests
{
    [GhostFact]
    public void The_copy_starts_with_what_was_confirmed()
    {
        using var shop = Shop.Start();
        shop.Weave();
        ToolRun.Done("apply", shop.MakePatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Contains("warning HW9035:", ToolRun.Done("confirm", "--pid", shop.Id).Error, StringComparison.Ordinal);
        Assert.Equal(0, shop.End());
        using var restarted = Shop.StartIn(shop.Copy);
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), restarted.Ask("facts"));
    }

    [GhostFact]
    public void The_folder_starts_woven_where_that_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var app = folder.File("app");
        Directory.CreateDirectory(app);
        foreach (var file in Directory.GetFiles(Shop.OldBuild))
            File.Copy(file, Path.Combine(app, Path.GetFileName(file)));
        using var shop = Shop.StartIn(app);
        shop.Weave("--weave-on-restart");
        var patch = shop.MakePatch();
        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), shop.Ask("facts"));
        Assert.DoesNotContain("HW9035", ToolRun.Done("confirm", "--pid", shop.Id).Error, StringComparison.Ordinal);
        Assert.Equal(0, shop.End());

        using var restarted = Shop.StartIn(app);
        Assert.Equal(Shop.AskFresh(shop.NewBuild, "facts"), restarted.Ask("facts"));
        ToolRun.Done("rollback", "--pid", restarted.Id);
        Assert.Equal(Shop.AskFresh(Shop.OldBuild, "facts"), restarted.Ask("facts"));
    }
}

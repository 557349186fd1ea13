using System.Text.Json;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>A process that nobody prepared is woven in its memory, under load, and takes patches as a woven one does.</summary>
public class GhostProcessTests
{
    [GhostFact]
    public void Patched_equals_fresh_and_rolled_back_equals_before()
    {
        using var shop = Shop.Start();
        var (old, next) = (Shop.AskFresh(Shop.OldBuild, "facts"), Shop.AskFresh(shop.NewBuild, "facts"));
        var (oldHeld, nextHeld) = (Shop.AskFresh(Shop.OldBuild, "held"), Shop.AskFresh(shop.NewBuild, "held"));
        Assert.NotEqual(old, next);
        Assert.Equal(old, shop.Ask("facts"));

        shop.Weave();
        Assert.Equal("not run", shop.Ask("untouched"));
        Assert.Equal(old, shop.Ask("facts"));
        Assert.Equal(oldHeld, shop.Ask("held"));
        var patch = shop.MakePatch();
        for (var round = 0; round < 3; round++)
        {
            ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
            Assert.Equal(next, shop.Ask("facts"));
            Assert.Equal(nextHeld, shop.Ask("held"));
            shop.WaitForLoad("new");
            ToolRun.Done("rollback", "--pid", shop.Id);
            Assert.Equal(old, shop.Ask("facts"));
            Assert.Equal(oldHeld, shop.Ask("held"));
            shop.WaitForLoad("old");
        }

        ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
        Assert.Equal("2", shop.Ask("touch"));
        Assert.Equal(0, shop.End());
    }

    [GhostFact]
    public void It_is_listed_as_unprepared_where_somebody_asks_for_such()
    {
        using var shop = Shop.Start();
        Assert.Null(FindListed(shop));
        Assert.Equal(("Shop", "unprepared"), FindListed(shop, "--unprepared"));
        shop.Weave();
        Assert.Equal(("Shop", "ready"), FindListed(shop));
    }

    private static (string?, string?)? FindListed(Shop shop, params string[] more) => ToolRun.Json(["ps", .. more]).GetProperty("processes").EnumerateArray()
        .Where(p => p.GetProperty("processId").ToString() == shop.Id)
        .Select(static p => ((string?, string?)?)(p.GetProperty("name").GetString(), p.GetProperty("control").GetString())).SingleOrDefault();

    [GhostFact]
    public void Its_files_stay_as_they_are()
    {
        var before = Directory.GetFiles(Shop.OldBuild).Order(StringComparer.Ordinal).Select(f => (f, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))))).ToList();
        using var shop = Shop.Start();
        shop.Weave();
        Assert.Equal(before, Directory.GetFiles(Shop.OldBuild).Order(StringComparer.Ordinal).Select(f => (f, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f))))));
    }

    [GhostFact]
    public void Its_audit_log_and_its_activities_say_ghost()
    {
        using var folder = new TemporaryFolder();
        var audit = folder.File("audit.jsonl");
        using var shop = Shop.Start(("HOTWEAVE_AUDIT", audit));
        shop.Weave();
        ToolRun.Done("apply", shop.MakePartsPatch(), "--pid", shop.Id, "--accept-inlined");
        ToolRun.Done("rollback", "--pid", shop.Id);
        var lines = File.ReadAllLines(audit);
        Assert.NotEmpty(lines);
        Assert.All(lines, static line => Assert.True(JsonDocument.Parse(line).RootElement.GetProperty("ghost").GetBoolean()));
        Assert.All(shop.Ask("traces").Split(','), static trace => Assert.EndsWith(" True", trace, StringComparison.Ordinal));
    }

    [GhostFact]
    public void Stack_traces_name_the_same_methods()
    {
        using var shop = Shop.Start();
        var before = shop.Ask("trace");
        shop.Weave();
        Assert.Equal(before, shop.Ask("trace"));
    }

    [GhostFact]
    public void A_loop_that_has_inlined_what_is_woven_is_named_and_nothing_else()
    {
        using var shop = Shop.Start();
        var quiet = shop.Weave().Error;
        Assert.DoesNotContain("HW9032", quiet, StringComparison.Ordinal);
        Assert.Single(quiet.Split('\n'), static line => line.Contains("warning HW9033:", StringComparison.Ordinal) && line.Contains(": Shop.Program.Main (Program.cs:", StringComparison.Ordinal));

        using var endless = Shop.Start();
        Assert.Equal("optimised", endless.Ask("endless"));
        var run = endless.Weave();
        Assert.Contains("warning HW9033: Process " + endless.Id + ": Shop.Endless.Run (Endless.cs:", run.Error, StringComparison.Ordinal);
        var patch = endless.MakePatch();
        var refusal = ToolRun.Refused("HW9034", "apply", patch, "--pid", endless.Id).Error;
        Assert.Matches(@"Shop\.Endless\.Run \(Endless\.cs:\d+\) on thread \d+ has woven methods inlined", refusal);
        // Main calls nothing of what the patch changes but by calls that the runtime knows.
        Assert.DoesNotContain("Program.Main", refusal, StringComparison.Ordinal);
        ToolRun.Refused("HW9034", "apply", patch, "--pid", endless.Id, "--check");
        ToolRun.Done("apply", patch, "--pid", endless.Id, "--accept-inlined");
        Assert.Equal("30", endless.Ask("endless last"));
        var status = ToolRun.Done("status", "--pid", endless.Id).Output;
        Assert.Contains("ghost: it was woven in memory", status, StringComparison.Ordinal);
        Assert.Contains("Shop.Endless.Run (Endless.cs:", status, StringComparison.Ordinal);
        Assert.Contains("warning HW9035:", ToolRun.Done("confirm", "--pid", endless.Id).Error, StringComparison.Ordinal);
    }
}

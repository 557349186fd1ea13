using HotWeave.Harmony.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Harmony.Tests;

/// <summary>A process is woven from within by its own Harmony, and takes patches as a woven one does.</summary>
public class HarmonyProcessTests
{
    // The one method that has no stub, since it is generic, and that no caller can carry, since it is virtual.
    private static string KeepDraw(string facts) =>
        facts.Replace("shape 2 String 2", "shape 2 String 1", StringComparison.Ordinal).Replace("circle 2 Double 2", "circle 2 Double 1", StringComparison.Ordinal);

    [HarmonyFact]
    public void Patched_equals_fresh_but_for_what_the_patch_names_and_taken_back_equals_before()
    {
        using var plant = new Plant();
        var weaving = plant.Weave();
        Assert.Equal("Parts True True []", weaving);
        Assert.Equal("Parts all;small=accessors;ghost;harmony True", plant.Ask("status"));
        var (old, next) = (plant.Ask("facts"), KeepDraw(Plant.AskNext("facts")));
        Assert.NotEqual(old, next);
        var (patch, said) = plant.MakePatch();
        Assert.Contains("warning HW3222: Parts.Shape.Draw<T>(T) has no stub", said, StringComparison.Ordinal);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("1", plant.Ask("apply " + patch));
            Assert.Equal(next, plant.Ask("facts"));
            plant.Ask("back");
            Assert.Equal(old, plant.Ask("facts"));
        }
    }

    [HarmonyFact]
    public void The_tool_takes_it_for_a_ghost_and_patches_it()
    {
        using var plant = new Plant();
        plant.Weave();
        var (old, next) = (plant.Ask("facts"), KeepDraw(Plant.AskNext("facts")));
        var (patch, _) = plant.MakePatch();
        ToolRun.Done("apply", patch, "--pid", plant.Id);
        Assert.Equal(next, plant.Ask("facts"));
        Assert.Contains("ghost: it was woven in memory", ToolRun.Done("status", "--pid", plant.Id).Output, StringComparison.Ordinal);
        Assert.Contains("warning HW9035:", ToolRun.Done("confirm", "--pid", plant.Id).Error, StringComparison.Ordinal);
        ToolRun.Done("rollback", "--pid", plant.Id, "--to", "0");
        Assert.Equal(old, plant.Ask("facts"));
    }

    [HarmonyFact]
    public void What_Harmony_cannot_patch_is_named_and_has_no_stub()
    {
        using var plant = new Plant();
        var said = plant.MakeCopy("-v").Error;
        Assert.Contains("info HW9070: Parts.Generic.Make<T>() is generic", said, StringComparison.Ordinal);
        Assert.Contains("info HW9070: Parts.Box`1.Of() is generic", said, StringComparison.Ordinal);
        Assert.Contains("info HW9083: Parts.Clerk.Guard(String) has an exception filter", said, StringComparison.Ordinal);
        Assert.Contains("info HW9072: Parts.Modded.Where() asks in which method", said, StringComparison.Ordinal);
    }

    [RealHarmonyFact]
    public void What_was_inlined_is_compiled_anew_or_named()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        Assert.Equal("hot", plant.Ask("hot"));
        Assert.StartsWith("HW9079: ", plant.Ask("weave-quiet " + plant.CopyFolder), StringComparison.Ordinal);
        Assert.Equal("1 11 7", plant.Ask("small"));
        Assert.Contains("Parts.Small.AskFor<T>()", plant.Ask("weave-inlined " + plant.CopyFolder), StringComparison.Ordinal);
        plant.Ask("apply " + plant.MakePatch().Path);
        // Ask was compiled anew; AskFor<string> keeps what it had, as was said.
        Assert.Equal("2 12 7", plant.Ask("small"));
        plant.Ask("back");
        Assert.Equal("1 11 7", plant.Ask("small"));
    }

    [RealHarmonyFact]
    public void What_becomes_hot_after_the_weaving_inlines_no_stub()
    {
        using var plant = new Plant();
        plant.Weave();
        plant.Ask("hot");
        var patch = plant.MakePatch().Path;
        for (var round = 0; round < 2; round++)
        {
            plant.Ask("apply " + patch);
            Assert.Equal("2 12 8", plant.Ask("small"));
            plant.Ask("hot");
            plant.Ask("back");
            Assert.Equal("1 11 7", plant.Ask("small"));
        }
    }
}

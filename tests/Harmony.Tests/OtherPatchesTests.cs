using HotWeave.Harmony.Tests.Harness;

namespace HotWeave.Harmony.Tests;

/// <summary>What other components patch through Harmony stays, in its order, on both sides of a swap; what would be lost is refused.</summary>
public class OtherPatchesTests
{
    [HarmonyFact]
    public void What_comes_before_and_after_a_method_stays_in_its_order()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        plant.Ask("mod prefix");
        Assert.StartsWith("Parts True", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);
        plant.Ask("mod postfix");
        Assert.Equal("you 1 and mod", plant.Ask("greet"));
        var patch = plant.MakePatch().Path;
        plant.Ask("apply " + patch);
        Assert.Equal("you 2 and mod", plant.Ask("greet"));
        plant.Ask("back");
        Assert.Equal("you 1 and mod", plant.Ask("greet"));
        Assert.Equal("first you,then you,first you,then you,first you,then you", plant.Ask("mod said"));
    }

    [HarmonyFact]
    public void A_change_of_the_code_itself_is_not_lost()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        plant.Ask("mod transpiler");
        Assert.StartsWith("HW9080: mod has changed the code of Parts.Modded.Greet through Harmony", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);
        Assert.Equal("you! 1", plant.Ask("greet"));
        plant.Ask("mod untranspile");
        Assert.StartsWith("Parts True", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);

        plant.Ask("mod transpiler");
        Assert.Equal("you! 1", plant.Ask("greet"));
        var patch = plant.MakePatch().Path;
        Assert.StartsWith("HW9080: ", plant.Ask("apply " + patch), StringComparison.Ordinal);
        Assert.Equal("you! 1", plant.Ask("greet"));
        plant.Ask("mod untranspile");
        plant.Ask("apply " + patch);
        Assert.Equal("you 2", plant.Ask("greet"));
    }

    [HarmonyFact]
    public void Who_takes_out_all_patches_takes_out_the_stubs()
    {
        using var plant = new Plant();
        plant.Weave();
        plant.Ask("mod clear");
        Assert.Equal("you 1", plant.Ask("greet"));
        Assert.StartsWith("HW9082: ", plant.Ask("apply " + plant.MakePatch().Path), StringComparison.Ordinal);
        Assert.Equal("you 1", plant.Ask("greet"));
    }

    [HarmonyFact]
    public void What_was_woven_by_the_build_stays_patchable_by_Harmony()
    {
        using var plant = new Plant();
        plant.WeaveFolder();
        var patch = plant.MakePatchOfFolder();
        plant.Ask("mod prefix");
        plant.Ask("mod postfix");
        Assert.Equal("you 1 and mod", plant.Ask("greet"));
        for (var round = 0; round < 2; round++)
        {
            plant.Ask("apply " + patch);
            Assert.Equal("you 2 and mod", plant.Ask("greet"));
            plant.Ask("back");
            Assert.Equal("you 1 and mod", plant.Ask("greet"));
        }

        plant.Ask("apply " + patch);
        plant.Ask("mod clear");
        Assert.Equal("you 2", plant.Ask("greet"));
        Assert.Equal(string.Join(",", Enumerable.Repeat("first you,then you", 5)), plant.Ask("mod said"));
    }
}

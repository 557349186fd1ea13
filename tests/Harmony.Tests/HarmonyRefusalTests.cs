using HotWeave.Harmony.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Harmony.Tests;

/// <summary>What Harmony does wrong is refused by its code; every method then runs the code that it had.</summary>
public class HarmonyRefusalTests
{
    [HarmonyFact]
    public void A_process_that_works_is_not_woven()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        var old = plant.Ask("facts");
        // Its asynchronous method has used the thread pool.
        Assert.StartsWith("HW9077: ", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);
        Assert.StartsWith("HW9077: ", plant.Ask("weave-busy " + plant.CopyFolder), StringComparison.Ordinal);
        Assert.Equal(old, plant.Ask("facts"));
        Assert.StartsWith("HW6104: ", plant.Ask("apply " + plant.MakePatch().Path), StringComparison.Ordinal);
    }

    [HarmonyFact]
    public void One_that_begins_to_work_meanwhile_gets_its_code_back()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        var old = plant.Ask("facts");
        Assert.StartsWith("HW9077: This process is not quiet: IsQuiet said so while it was woven", plant.Ask("weave-getting-busy " + plant.CopyFolder), StringComparison.Ordinal);
        Assert.Equal(old, plant.Ask("facts"));
        Assert.Equal("", plant.Ask("status"));
        Assert.StartsWith("Parts True True", plant.Ask("weave-inlined " + plant.CopyFolder), StringComparison.Ordinal);
        plant.Ask("apply " + plant.MakePatch().Path);
        Assert.NotEqual(old, plant.Ask("facts"));
    }

    [HarmonyFact]
    public void The_second_weaving_is_refused()
    {
        using var plant = new Plant();
        plant.Weave();
        Assert.StartsWith("HW9076: ", plant.Ask("weave-quiet " + plant.CopyFolder), StringComparison.Ordinal);
    }

    [HarmonyFact]
    public void A_copy_of_another_build_is_refused()
    {
        using var plant = new Plant();
        using var other = new TemporaryFolder();
        Assert.StartsWith("HW9074: ", plant.Ask("weave " + other.File("none")), StringComparison.Ordinal);
        plant.MakeCopy();
        var companion = Path.Combine(plant.CopyFolder, ".hotweave", "harmony", "Parts.HotWeave.dll");
        var bytes = File.ReadAllBytes(companion);
        // The id of the module that it is for, as text in the attribute.
        var at = bytes.AsSpan().IndexOf("Parts\u0024"u8);
        Assert.True(at > 0);
        bytes[at + 6] = bytes[at + 6] == (byte)'0' ? (byte)'1' : (byte)'0';
        File.WriteAllBytes(companion, bytes);
        Assert.StartsWith("HW9075: 'Parts' is not what this process has loaded: its module has the id", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);
        File.WriteAllText(companion, "no assembly");
        Assert.StartsWith("HW9074: ", plant.Ask("weave " + plant.CopyFolder), StringComparison.Ordinal);
    }

    [HarmonyFact]
    public void A_folder_that_is_woven_needs_no_Harmony()
    {
        using var plant = new Plant();
        plant.WeaveFolder();
        ToolRun.Refused("HW7150", "weave", plant.Folder, "--harmony", "-o", plant.CopyFolder, "--all");
        Assert.False(Directory.Exists(plant.CopyFolder));
    }

    [RealHarmonyFact]
    public void Who_calls_what_gets_stubs_does_not_weave()
    {
        using var plant = new Plant();
        plant.MakeCopy();
        Assert.StartsWith("HW9078: ", plant.Ask("weave-from-caller " + plant.CopyFolder), StringComparison.Ordinal);
    }
}

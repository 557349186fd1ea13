using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>Several projects, languages and frameworks in one build.</summary>
public sealed class SolutionTests
{
    [Fact]
    public async Task Projects_in_three_languages_are_woven_in_a_parallel_graph_build()
    {
        using var shop = await UserProject.CopyOfAsync("Shop");
        await shop.BuildAsync("App", "-graph", "-m");

        Assert.Equal(
            ["Dear Ada, price 301, left 7", "App woven: True", "Lib woven: True", "VisualBasic woven: True", "FSharp woven: True"],
            (await shop.ExecAsync("App/bin/Debug/net10.0/App.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.True(WovenAssembly.IsWoven(shop.InFolder("Lib/bin/Debug/netstandard2.0/Lib.dll")));

        // What other projects compile against has no trace of it.
        Assert.False(WovenAssembly.IsWoven(shop.InFolder("Lib/obj/Debug/net8.0/ref/Lib.dll")));

        Assert.DoesNotContain("woven:", await shop.BuildAsync("App", "--no-restore", "-m"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frameworks_that_HotWeave_does_not_run_on_are_named_and_left_alone()
    {
        using var project = await UserProject.CopyOfAsync("OldFrameworks");
        var output = await project.BuildAsync("-p:TreatWarningsAsErrors=true");

        Assert.Contains("HW7203: OldFrameworks is not woven for net48", output, StringComparison.Ordinal);
        Assert.Contains("HW7203: OldFrameworks is not woven for net7.0", output, StringComparison.Ordinal);
        foreach (var (framework, woven) in new[] { ("net48", false), ("net7.0", false), ("netstandard2.0", true), ("net8.0", true) })
            Assert.Equal(woven, WovenAssembly.IsWoven(project.InFolder("bin", "Debug", framework, "OldFrameworks.dll")));
    }
}

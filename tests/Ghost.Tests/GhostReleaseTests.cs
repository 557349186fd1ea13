using System.Diagnostics;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests;

/// <summary>Each release of .NET that can be woven in memory, as people publish for it. Publishing takes long: all of them in the whole form only.</summary>
public sealed class GhostReleaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The releases, and whether they are compiled ahead of time; one of them where nobody asks for all (<c>HOTWEAVE_FULL_SIZE=1</c>).</summary>
    public static TheoryData<string, bool> Releases
    {
        get
        {
            var releases = new TheoryData<string, bool> { { "net10.0", false } };
            if (Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1")
            {
                releases.Add("net10.0", true);
                releases.Add("net9.0", false);
                releases.Add("net9.0", true);
                releases.Add("net8.0", false);
                releases.Add("net8.0", true);
            }

            return releases;
        }
    }

    [GhostTheory]
    [MemberData(nameof(Releases))]
    public void Each_release_takes_patches_and_gives_them_back(string framework, bool isReadyToRun)
    {
        var next = Publish("ShopNext", framework, isReadyToRun ? ["-p:PublishReadyToRun=true"] : []);
        using var shop = Shop.StartPublished(Path.Combine(Publish("Shop", framework, isReadyToRun ? ["-p:PublishReadyToRun=true"] : []), "Shop"), next);
        using var fresh = RunningApp.Start(Path.Combine(next, "Shop"), [], []);
        var (old, expected) = (shop.Ask("facts"), fresh.Ask("facts"));
        fresh.End();
        shop.Weave();
        var patch = shop.MakePatch();
        for (var round = 0; round < 2; round++)
        {
            ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
            Assert.Equal(expected, shop.Ask("facts"));
            shop.WaitForLoad("new");
            ToolRun.Done("rollback", "--pid", shop.Id);
            Assert.Equal(old, shop.Ask("facts"));
            shop.WaitForLoad("old");
        }

        Assert.Equal(0, shop.End());
    }

    [GhostFact]
    public void A_single_file_is_refused()
    {
        var published = Publish("Shop", "net10.0", ["-p:PublishSingleFile=true"]);
        using var shop = Shop.StartPublished(Path.Combine(published, "Shop"), published);
        ToolRun.Refused("HW9030", "weave", "--pid", shop.Id, "-o", shop.Copy, "--all");
        Assert.False(Directory.Exists(shop.Copy));
    }

    public void Dispose() => _folder.Dispose();

    // From a copy of the sources: what a build for another release leaves beside them is not what the tests run.
    private string Publish(string project, string framework, string[] more)
    {
        var sources = _folder.File(project + "-sources");
        Directory.CreateDirectory(sources);
        foreach (var folder in new[] { "Parts", "PartsNext", "Shop", "ShopNext" })
        {
            Directory.CreateDirectory(Path.Combine(sources, folder));
            foreach (var file in Directory.GetFiles(Path.Combine(Shop.Sources, folder)))
                File.Copy(file, Path.Combine(sources, folder, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(sources, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <LangVersion>latest</LangVersion>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """);
        var output = _folder.File(project);
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(sources, project), "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", output, "-v", "q", "--nologo", .. more])
        {
            RedirectStandardOutput = true,
        })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        Assert.True(publish.ExitCode == 0, said);
        return output;
    }
}

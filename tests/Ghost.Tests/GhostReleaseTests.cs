using System.Diagnostics;
using HotWeave.Ghost.Tests.Endurance;
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
        var next = Publish("ShopNext", framework, isReadyToRun ? ["--self-contained", "true", "-p:PublishReadyToRun=true"] : ["--self-contained", "true"]);
        using var shop = Shop.StartPublished(Path.Combine(Publish("Shop", framework, isReadyToRun ? ["--self-contained", "true", "-p:PublishReadyToRun=true"] : ["--self-contained", "true"]), "Shop"), next);
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

    /// <summary>The forms of publishing that leave nothing but one executable, or native code in one image; the first where nobody asks for all.</summary>
    public static TheoryData<string> Forms
    {
        get
        {
            var forms = new TheoryData<string> { "-p:PublishSingleFile=true --self-contained false" };
            if (Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1")
            {
                forms.Add("-p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true --self-contained true");
                forms.Add("-p:PublishSingleFile=true -p:PublishReadyToRun=true --self-contained true");
                forms.Add("-p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --self-contained true");
            }

            return forms;
        }
    }

    [GhostTheory]
    [MemberData(nameof(Forms))]
    public void Each_form_of_publishing_goes_the_whole_way(string form)
    {
        var next = Publish("ShopNext", "net10.0", form.Split(' '));
        using var shop = Shop.StartPublished(Path.Combine(Publish("Shop", "net10.0", form.Split(' ')), "Shop"), next);
        var (old, expected) = (shop.Ask("facts"), Shop.AskFresh(shop.StandardNewBuild, "facts"));
        if (form.Contains("PublishSingleFile", StringComparison.Ordinal))
            ToolRun.Refused("HW9039", "weave", "--pid", shop.Id, "-o", shop.Copy, "--all", "--weave-on-restart");
        shop.Weave();
        var patch = shop.MakePatch();
        for (var round = 0; round < 2; round++)
        {
            ToolRun.Done("apply", patch, "--pid", shop.Id, "--accept-inlined");
            Assert.Equal(expected, shop.Ask("facts"));
            shop.WaitForLoad("new");
            ToolRun.Done("rollback", "--pid", shop.Id);
            Assert.Equal(old, shop.Ask("facts"));
        }

        Assert.Equal(0, shop.End());
    }

    [GhostFact(IsLong = true)]
    public void Hundreds_of_swaps_hold_on_dot_NET_9()
    {
        var next = Publish("ShopNext", "net9.0", ["--self-contained", "true"]);
        using var shop = Shop.StartPublished(Path.Combine(Publish("Shop", "net9.0", ["--self-contained", "true"]), "Shop"), next);
        shop.Weave();
        Assert.Equal(1, GhostSwaps.Run(shop, shop.MakePartsPatch(), 500));
        Assert.Equal(0, shop.End());
    }

    [GhostFact(IsLong = true)]
    public void Dot_NET_8_gets_one_batch()
    {
        var next = Publish("ShopNext", "net8.0", ["--self-contained", "true"]);
        using var shop = Shop.StartPublished(Path.Combine(Publish("Shop", "net8.0", ["--self-contained", "true"]), "Shop"), next);
        shop.Weave("--stubs", "needed");
        ToolRun.Done("apply", shop.MakePartsPatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Equal("50", shop.Ask("scale"));
        ToolRun.Refused("HW9036", "apply", shop.MakePatch(), "--pid", shop.Id, "--accept-inlined");
        Assert.Equal(("50", "good morning"), (shop.Ask("scale"), shop.Ask("greeting")));
        Assert.Equal(1, shop.CountStubs().Batches);
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
            "dotnet", ["publish", Path.Combine(sources, project), "-c", "Release", "-r", "linux-x64", "-o", output, "-v", "q", "--nologo", .. more])
        {
            RedirectStandardOutput = true,
        })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        Assert.True(publish.ExitCode == 0, said);
        return output;
    }
}

using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>Builds one after another in the same folder: woven when needed, never twice, never green without.</summary>
[Collection(SharedGreeting.Name)]
public sealed class IncrementalBuildTests(InstalledGreeting project)
{
    private const string Assembly = "obj/Debug/net10.0/Greeting.dll";
    private const string State = "obj/Debug/net10.0/Greeting.csproj.hotweave.state";
    private const string Program = "bin/Debug/net10.0/Greeting.dll";
    private const string Weaving = "Greeting woven:";

    [Fact]
    public async Task A_second_build_weaves_nothing_and_a_changed_source_weaves_again()
    {
        await project.BuildAsync();
        Assert.StartsWith("woven: True", await project.ExecAsync(Program), StringComparison.Ordinal);
        var first = Snapshot.Of(project.InFolder(Assembly));

        Assert.DoesNotContain(Weaving, await project.BuildAsync(), StringComparison.Ordinal);
        Assert.Equal(first, Snapshot.Of(project.InFolder(Assembly)));

        using (project.Saying("good morning"))
        {
            Assert.Contains(Weaving, await project.BuildAsync(), StringComparison.Ordinal);
            Assert.Contains("good morning world", await project.ExecAsync(Program), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_changed_setting_weaves_again_and_switching_off_brings_the_compilers_output_back()
    {
        await project.DotnetAsync("clean");
        await project.BuildAsync();
        var marked = Snapshot.HashOf(project.InFolder(Assembly));

        Assert.Contains(Weaving, await project.BuildAsync("-p:HotWeaveAll=true", "-p:HotWeaveSmallMethods=export"), StringComparison.Ordinal);
        var whole = Snapshot.HashOf(project.InFolder(Assembly));
        Assert.NotEqual(marked, whole);
        Assert.Contains(Weaving, await project.BuildAsync("-p:HotWeaveAll=true", "-p:HotWeaveSmallMethods=export", "-p:HotWeaveOverrides=true", "-p:HotWeaveInterfaces=true"), StringComparison.Ordinal);
        Assert.NotEqual(whole, Snapshot.HashOf(project.InFolder(Assembly)));

        await project.BuildAsync("-p:HotWeaveEnabled=false");
        Assert.False(WovenAssembly.IsWoven(project.InFolder(Assembly)));
        Assert.False(WovenAssembly.IsWoven(project.InFolder(Program)));
        Assert.DoesNotContain(project.Files(), file => file.Contains(".hotweave.", StringComparison.Ordinal));

        Assert.Contains(Weaving, await project.BuildAsync(), StringComparison.Ordinal);
        Assert.Equal(marked, Snapshot.HashOf(project.InFolder(Program)));
    }

    [Fact]
    public async Task A_failed_weaving_fails_every_build_until_its_cause_is_gone()
    {
        await project.DotnetAsync("clean");
        Assert.Contains("error HW1", await project.BuildFailsAsync("-p:Damaged=true"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.InFolder(Assembly)));

        Assert.Contains("error HW1", await project.BuildFailsAsync("-p:Damaged=true"), StringComparison.Ordinal);
        Assert.Contains("error HW7206", await project.DotnetFailsAsync("publish", "--no-build", "-c", "Debug"), StringComparison.Ordinal);
        Assert.Contains("error HW7206", await project.DotnetFailsAsync("pack", "--no-build", "-c", "Debug"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.InFolder(Program)));

        Assert.Contains(Weaving, await project.BuildAsync(), StringComparison.Ordinal);
        Assert.StartsWith("woven: True", await project.ExecAsync(Program), StringComparison.Ordinal);
        await project.DotnetAsync("publish", "--no-build", "-c", "Debug");
    }

    [Fact]
    public async Task A_build_interrupted_anywhere_is_made_good_by_the_next()
    {
        await project.BuildAsync("-p:HotWeaveEnabled=false");
        var unwoven = await File.ReadAllBytesAsync(project.InFolder(Assembly));
        await project.BuildAsync();
        var woven = Snapshot.HashOf(project.InFolder(Assembly));
        var state = await File.ReadAllTextAsync(project.InFolder(State));

        // After the compiler, before weaving.
        await File.WriteAllBytesAsync(project.InFolder(Assembly), unwoven);
        await AssertMadeGoodAsync();

        // The assembly is woven, and nothing says so.
        File.Delete(project.InFolder(State));
        await AssertMadeGoodAsync();

        // The same, with the note that weaving had begun.
        await File.WriteAllTextAsync(project.InFolder(State), state.Replace(woven, "", StringComparison.OrdinalIgnoreCase));
        await AssertMadeGoodAsync();

        // While the note was written.
        await File.WriteAllTextAsync(project.InFolder(State), state[..^10]);
        await AssertMadeGoodAsync();

        async Task AssertMadeGoodAsync()
        {
            Assert.Contains(Weaving, await project.BuildAsync(), StringComparison.Ordinal);
            Assert.Equal(woven, Snapshot.HashOf(project.InFolder(Assembly)));
            Assert.Equal(woven, Snapshot.HashOf(project.InFolder(Program)));
        }
    }

    [Fact]
    public async Task Clean_leaves_nothing()
    {
        await project.BuildAsync("-p:HotWeaveEnabled=false");
        await project.DotnetAsync("clean");
        var withoutHotWeave = project.Files();

        await project.BuildAsync();
        await project.DotnetAsync("clean");

        Assert.Equal(withoutHotWeave, project.Files());
    }
}

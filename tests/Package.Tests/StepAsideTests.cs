using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>Builds that are not to be woven, and settings that are refused.</summary>
[Collection(SharedGreeting.Name)]
public sealed class StepAsideTests(InstalledGreeting project)
{
    private const string Assembly = "obj/Debug/net10.0/Greeting.dll";

    [Fact]
    public async Task An_editors_design_time_build_weaves_and_writes_nothing()
    {
        await project.BuildAsync();
        var files = project.Files();
        var assembly = Snapshot.Of(project.InFolder(Assembly));

        using (project.Saying("good morning"))
        {
            string[] designTime = ["-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true"];
            var output = await project.DotnetAsync(["msbuild", "-t:Compile", .. designTime, "-getItem:CscCommandLineArgs", "-v:n"]);
            Assert.Contains("Greeter.cs", output, StringComparison.Ordinal);
        }

        Assert.Equal(assembly, Snapshot.Of(project.InFolder(Assembly)));
        Assert.DoesNotContain(project.Files().Except(files), file => file.Contains("hotweave", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Under_dotnet_watch_it_steps_aside_and_says_so()
    {
        await project.BuildAsync();

        // Both settle what the build did; the first is what it must say.
        Assert.Contains("HW7202", await project.WatchUntilAsync("HW7202", "Greeting ->"), StringComparison.Ordinal);
        Assert.False(WovenAssembly.IsWoven(project.InFolder(Assembly)));

        await project.BuildAsync();
        Assert.True(WovenAssembly.IsWoven(project.InFolder(Assembly)));
    }

    [Theory]
    [InlineData("-p:HotWeaveSmallMethods=sometimes")]
    [InlineData("-p:HotWeaveAll=maybe")]
    [InlineData("-p:HotWeaveInterfaces=some")]
    public async Task A_setting_that_is_none_is_refused(string setting) =>
        Assert.Contains("Greeting.csproj : error HW7201", await project.BuildFailsAsync(setting), StringComparison.Ordinal);

    [Fact]
    public async Task A_program_that_the_tool_cannot_reach_is_warned_of_in_every_build()
    {
        Assert.Contains("warning HW7205", await project.BuildAsync("-p:StartupHookSupport=false"), StringComparison.Ordinal);
        Assert.Contains("error HW7205", await project.BuildFailsAsync("-p:StartupHookSupport=false", "-warnaserror"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NativeAot_is_refused()
    {
        // The step of 'dotnet publish' that begins once the build is done; what comes before it would download a native compiler.
        var output = await project.DotnetFailsAsync("msbuild", "-t:PrepareForPublish", "-p:PublishAot=true");
        Assert.Contains("error HW7204", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_assembly_only_build_is_left_alone()
    {
        Assert.Contains("HW7212", await project.BuildAsync("-p:ProduceOnlyReferenceAssembly=true"), StringComparison.Ordinal);
        Assert.False(WovenAssembly.IsWoven(project.InFolder(Assembly)));
    }
}

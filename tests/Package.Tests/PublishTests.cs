using System.Runtime.InteropServices;
using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>Whatever form a program is published in, it runs woven, takes a patch of its own build, and gives it back.</summary>
public sealed class PublishTests(PublishTests.TwoVersions versions) : IClassFixture<PublishTests.TwoVersions>
{
    private static readonly string s_target = RuntimeInformation.RuntimeIdentifier;

    [Theory]
    [InlineData("framework-dependent", "--self-contained=false")]
    [InlineData("single file", "--self-contained=false", "-p:PublishSingleFile=true")]
    [InlineData("ReadyToRun", "--self-contained=false", "-p:PublishReadyToRun=true")]
    [InlineData("trimmed single file with warnings as errors", "--self-contained=true", "-p:PublishTrimmed=true", "-p:PublishSingleFile=true", "-p:TreatWarningsAsErrors=true")]
    public async Task A_published_program_is_woven_and_takes_a_patch(string form, params string[] settings)
    {
        var output = versions.First.InFolder("published", form);
        await versions.First.DotnetAsync(["publish", "-c", "Release", "-r", s_target, "-o", output, .. settings]);

        AssertSwapped("10.0", await versions.First.RunAsync(ProgramIn(output), versions.Patch));
        await AssertSurvivesRestartAsync(versions, output, form);
    }

    // With nothing but the folder of confirmed patches in the environment.
    private static async Task AssertSurvivesRestartAsync(TwoVersions versions, string output, string name)
    {
        var environment = $"HOTWEAVE_PATCHES={versions.First.InFolder("confirmed", name)}";
        Assert.Contains("confirmed with 0 warnings", await versions.First.RunAsync("env", environment, ProgramIn(output), versions.Patch, "confirm"), StringComparison.Ordinal);
        Assert.EndsWith("\ngood morning world\n", await versions.First.RunAsync("env", environment, ProgramIn(output)), StringComparison.Ordinal);
    }

    private static void AssertSwapped(string framework, string output) => Assert.Equal(
        [$"woven: True, on {framework}", "hello world", "patched: good morning world", "rolled back: hello world"],
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string ProgramIn(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "Greeting.exe" : "Greeting");

    /// <summary>A program, and the patch from it to its next version, made by the build of that version.</summary>
    public sealed class TwoVersions : IAsyncLifetime, IDisposable
    {
        internal UserProject First { get; private set; } = null!;

        private UserProject Next { get; set; } = null!;

        public string Patch { get; private set; } = "";

        public async Task InitializeAsync()
        {
            string[] build = ["-c", "Release", "-r", s_target];
            First = await UserProject.CopyOfAsync("Greeting");
            Next = await UserProject.CopyOfAsync("Greeting");
            Next.Edit("Greeter.cs", "hello", "good morning");
            await First.BuildAsync(build);
            var deployed = Path.GetDirectoryName(First.Files().Single(file => file.StartsWith("bin", StringComparison.Ordinal) && file.EndsWith("Greeting.dll", StringComparison.Ordinal)))!;
            await Next.BuildAsync([.. build, $"-p:HotWeaveBaseline={First.InFolder(deployed)}"]);
            Patch = Next.InFolder(deployed, "Greeting.hotpatch");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose()
        {
            First.Dispose();
            Next.Dispose();
        }
    }
}

using System.Text.Json;
using HotWeave.Tool.Commands;
using HotWeave.Tool.Files;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>What machines and files refuse is said with a code, and is no defect.</summary>
public sealed class UserProblemTests : IDisposable
{
    private readonly PublishedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void HW7045_memory_wherever_it_ends() =>
        Assert.Equal("HW7045", UserProblem.Find(new TypeInitializationException("T", new InsufficientMemoryException()))!.Id);

    [Fact]
    public void The_tool_has_a_limit_of_memory()
    {
        var config = Path.Combine(Path.GetDirectoryName(typeof(UserProblem).Assembly.Location)!, "HotWeave.Tool.runtimeconfig.json");
        using var json = JsonDocument.Parse(File.ReadAllText(config));
        Assert.Equal($"{4L << 30}", json.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty("System.GC.HeapHardLimit").ToString());
    }

    [Fact]
    public void HW7046_a_file_that_the_system_refuses() => Assert.Equal("HW7046", UserProblem.Find(new UnauthorizedAccessException("no"))!.Id);

    [Fact]
    public void What_nobody_foresaw_is_a_defect() => Assert.Null(UserProblem.Find(new InvalidOperationException()));

    [Theory]
    [InlineData("Greeting.dll")]
    [InlineData("GreetingHost.deps.json")]
    [InlineData("GreetingHost.runtimeconfig.json")]
    public async Task A_pipe_in_an_applications_folder_is_not_waited_for(string name)
    {
        File.Delete(_app.File(name));
        using (var make = System.Diagnostics.Process.Start("mkfifo", _app.File(name)))
            await make.WaitForExitAsync();

        var run = await Task.Run(() => ToolRun.Of("weave", _app.Folder, "--all")).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(run.ExitCode == 1 && run.Error.Contains("is no regular file", StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public void A_damaged_runtime_beside_the_application_is_named()
    {
        File.WriteAllBytes(_app.File("HotWeave.Runtime.dll"), File.ReadAllBytes(Companion.Runtime)[..60000]);

        ToolRun.Refused("HW1007", "weave", _app.Folder, "--all");
    }
}

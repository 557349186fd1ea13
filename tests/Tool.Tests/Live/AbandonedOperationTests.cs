using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>A swap that waits for a unit without end: whoever began it can end it, and nobody waits for an operator who has gone.</summary>
public sealed class AbandonedOperationTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly RunningApp _process;

    public AbandonedOperationTests()
    {
        _process = RunningApp.StartWithDotnet(_app.Folder);
        Assert.Equal("begun", _process.Ask("begin a unit"));
    }

    private string Pid => _process.Id.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
    }

    [Fact]
    public void Cancelling_ends_it_and_the_tool_that_waits_is_told()
    {
        using var tool = BeginSwap();

        Assert.Equal("cancelled", ToolRun.Json("cancel", "--pid", Pid).GetProperty("outcome").GetString());

        Assert.True(tool.WaitForExit(s_patience));
        Assert.Equal(1, tool.ExitCode);
        AssertUnchanged();
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    [InlineData("-KILL")]
    public void The_end_of_the_tool_ends_it(string signal)
    {
        using var tool = BeginSwap();

        using (var kill = Process.Start("kill", [signal, tool.Id.ToString(CultureInfo.InvariantCulture)]))
            kill.WaitForExit();

        Assert.True(tool.WaitForExit(s_patience));
        AssertUnchanged();
    }

    private Process BeginSwap()
    {
        // A process whose parent runs in the background may have inherited that Ctrl+C is ignored.
        var tool = Process.Start(new ProcessStartInfo(
            "env",
            ["--default-signal=INT", "dotnet", typeof(Program).Assembly.Location, "apply", _app.MakePatch(), "--pid", Pid, "--mode", "quiescent", "--timeout", "3600"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        // Between preparing and waiting for units nothing is under way.
        WaitFor("waitingUnits", JsonValueKind.Number);
        return tool;
    }

    private void AssertUnchanged()
    {
        WaitFor("operation", JsonValueKind.Null);
        Assert.Equal(0, ToolRun.Json("status", "--pid", Pid).GetProperty("current").GetInt32());
        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    private void WaitFor(string property, JsonValueKind kind)
    {
        var watch = Stopwatch.StartNew();
        while (ToolRun.Json("status", "--pid", Pid).GetProperty(property).ValueKind != kind)
            Assert.True(watch.Elapsed < s_patience, $"{property} is no {kind}");
    }
}

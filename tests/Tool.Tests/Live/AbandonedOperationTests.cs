using System.Diagnostics;
using System.Globalization;
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
        var tool = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(Program).Assembly.Location, "apply", _app.MakePatch(), "--pid", Pid, "--mode", "quiescent", "--timeout", "3600"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        WaitForOperation(isUnderWay: true);
        return tool;
    }

    private void AssertUnchanged()
    {
        WaitForOperation(isUnderWay: false);
        Assert.Equal(0, ToolRun.Json("status", "--pid", Pid).GetProperty("current").GetInt32());
        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    private void WaitForOperation(bool isUnderWay)
    {
        var watch = Stopwatch.StartNew();
        while (ToolRun.Json("status", "--pid", Pid).GetProperty("operation").ValueKind == System.Text.Json.JsonValueKind.String != isUnderWay)
            Assert.True(watch.Elapsed < s_patience, $"under way is not {isUnderWay}");
    }
}

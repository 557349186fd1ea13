using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary><c>hotweave status --watch</c> of a live process, with its output redirected.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly RunningApp _process;

    public WatchTests() => _process = RunningApp.StartHost(_app.Folder);

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task Each_change_is_a_line_and_the_end_of_the_process_is_the_last()
    {
        var pid = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var output = new WatchedWriter();
        using var error = new StringWriter();
        var watch = Task.Factory.StartNew(() => Program.Run(["status", "--watch", "--pid", pid], output, error), TaskCreationOptions.LongRunning);
        output.WaitFor("version 0 is current");
        ToolRun.Done("apply", _app.MakePatch(), "--pid", pid);
        output.WaitFor("version 0 is superseded");
        ToolRun.Done("rollback", "--pid", pid);
        output.WaitFor("version 1 is rolled-back");
        Assert.Equal(0, _process.End());

        Assert.Equal((0, ""), (await watch, error.ToString()));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal($"process {pid} has ended", lines[^1]);
        // Nothing is said twice in a row, however often it was asked.
        Assert.Equal(["version 0 is current", "version 1 is current", "version 0 is current"], lines.Where(static l => l.EndsWith(" is current", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_program_is_told_to_ask_again_itself()
    {
        var run = ToolRun.Of("status", "--watch", "--format", "json", "--pid", "1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--watch shows text", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_not_there_is_refused_as_without_watching() =>
        ToolRun.Refused("HW7001", "status", "--watch", "--pid", "2147483647");
}

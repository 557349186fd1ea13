using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sing")]
    [InlineData("weave")]
    [InlineData("weave a.dll")]
    [InlineData("weave a.dll -o b.dll --restore")]
    [InlineData("weave a.dll -o b.dll --assembly A")]
    [InlineData("weave a.dll -o b.dll --small-methods some")]
    [InlineData("weave /tmp -o b.dll")]
    [InlineData("weave /tmp --restore --all")]
    [InlineData("weave /tmp --restore --dry-run")]
    [InlineData("patch --baseline a.dll --new b.dll")]
    [InlineData("patch --baseline a.dll -o c.hotpatch")]
    [InlineData("diff --baseline a.dll")]
    [InlineData("inspect")]
    [InlineData("status")]
    [InlineData("status --pid")]
    [InlineData("status --pid 0")]
    [InlineData("status --pid -5")]
    [InlineData("status --pid one")]
    [InlineData("apply --pid 1")]
    [InlineData("apply --pid 1 a.hotpatch")]
    [InlineData("apply a.hotpatch --pid one")]
    [InlineData("commit xyz --pid 1")]
    [InlineData("confirm --pid 1 --only -1")]
    [InlineData("purge --pid 1 --timeout 0")]
    [InlineData("purge --pid 1 --only first")]
    [InlineData("apply a.hotpatch --pid 1 --timeout 100000")]
    [InlineData("apply a.hotpatch --pid 1 --canary 105%")]
    [InlineData("apply a.hotpatch --pid 1 --probation 60")]
    [InlineData("apply a.hotpatch --pid 1 --wait")]
    [InlineData("apply a.hotpatch --pid 1 2 1")]
    [InlineData("apply a.hotpatch --pid 1 2 --check")]
    [InlineData("apply a.hotpatch --pid 1 --probation 60s --wait --check")]
    [InlineData("apply a.hotpatch --pid 1 --max-error-rate 1%")]
    [InlineData("prepare --pid 1")]
    [InlineData("discard ab cd --pid 1")]
    [InlineData("rollback --pid 1 --to -1")]
    [InlineData("rollback --pid 1 --to first")]
    [InlineData("status --pid 1 --pid 2")]
    [InlineData("ps --format xml")]
    [InlineData("ps extra")]
    [InlineData("audit")]
    [InlineData("audit --history")]
    [InlineData("audit /tmp --pid 1")]
    public void What_makes_no_sense_is_a_usage_error(string line)
    {
        var run = ToolRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("weave --help")]
    [InlineData("patch --help")]
    [InlineData("diff --help")]
    [InlineData("inspect --help")]
    [InlineData("ps --help")]
    [InlineData("status --help")]
    [InlineData("apply --help")]
    [InlineData("prepare --help")]
    [InlineData("purge --help")]
    [InlineData("promote --help")]
    [InlineData("confirm --help")]
    [InlineData("commit --help")]
    [InlineData("discard --help")]
    [InlineData("rollback --help")]
    [InlineData("--version")]
    public void Help_is_no_error(string line)
    {
        var run = ToolRun.Done(line.Split(' '));

        Assert.NotEmpty(run.Output);
        Assert.Empty(run.Error);
    }
}

using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>A command that finds what it was to do done already says so and ends with 0, so that scripts may be run again.</summary>
public sealed class NothingToDoTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly RunningApp _process;
    private readonly string _pid;

    public NothingToDoTests()
    {
        _process = RunningApp.StartHost(_app.Folder);
        _pid = _process.Id.ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
    }

    [Fact]
    public void What_is_so_already_is_done_and_said()
    {
        var patch = _app.MakePatch();
        NothingToDo("HW6204", "rollback");
        NothingToDo("HW6207", "rollback", "--to", "0");
        ToolRun.Refused("HW6222", "promote", "--pid", _pid);

        ToolRun.Done("apply", patch, "--pid", _pid, "--canary", "0.5");
        ToolRun.Done("promote", "--pid", _pid);
        NothingToDo("HW6222", "promote");
        NothingToDo("HW6114", "apply", patch);
        NothingToDo("HW6114", "apply", patch, "--check");
        NothingToDo("HW6207", "rollback", "--to", "1");
        ToolRun.Done("prepare", patch, "--pid", _pid);
        NothingToDo("HW6114", "commit");
        Assert.Contains("version 1 is confirmed in this process only; a restart goes back to the baseline", ToolRun.Done("confirm", "--pid", _pid).Output, StringComparison.Ordinal);
        ToolRun.Done("confirm", "--pid", _pid);
        Assert.Equal("good day you, number 1", _process.Ask("you"));

        // Nobody has what was asked for: a verdict, the version before, a trial that was given back.
        ToolRun.Refused("HW7043", "apply", patch, "--pid", _pid, "--probation", "1h", "--wait");
        ToolRun.Refused("HW6210", "reverse", "--pid", _pid);
        ToolRun.Done("rollback", "--pid", _pid);
        ToolRun.Refused("HW6222", "promote", "--pid", _pid);
    }

    private void NothingToDo(string id, params string[] arguments)
    {
        var run = ToolRun.Done([.. arguments, "--pid", _pid]);
        Assert.StartsWith("nothing to do: ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"({id})", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("", run.Error);
        var json = ToolRun.Json([.. arguments, "--pid", _pid]);
        var reason = Assert.Single(json.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(
            ("nothing-to-do", id, "info"),
            (json.GetProperty("outcome").GetString(), reason.GetProperty("id").GetString(), reason.GetProperty("severity").GetString()));
    }
}

using System.Globalization;
using HotWeave.Tool.Commands;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>Help, completion and the doctor: what the tool says to who does not know what to type, or why it does not work.</summary>
public sealed class GuidanceTests
{
    [Fact]
    public void Help_lists_each_command_once_in_a_group_and_has_examples_that_parse()
    {
        var help = ToolRun.Done("--help").Output;
        foreach (var command in GroupedHelp.Groups.SelectMany(static g => g.Commands))
            Assert.Single(help.Split('\n'), line => line.StartsWith($"  {command} ", StringComparison.Ordinal));
        Assert.All(GroupedHelp.Groups, group => Assert.Contains(group.Title + ":", help, StringComparison.Ordinal));
        Assert.Contains("hotweave apply fix.hotpatch --name Shop", help, StringComparison.Ordinal);
        var apply = ToolRun.Done("apply", "--help").Output;
        Assert.Contains("--canary", apply, StringComparison.Ordinal);
        Assert.Contains("Examples:", apply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _hotweave hotweave")]
    [InlineData("zsh", "compdef _hotweave hotweave")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName hotweave")]
    public void Each_shell_gets_its_lines(string shell, string line) => Assert.Contains(line, ToolRun.Done("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void A_shell_is_not_guessed() => Assert.Equal(2, ToolRun.Of("completion", "fish").ExitCode);

    [Theory]
    [InlineData("hotweave ro", "rollback")]
    [InlineData("hotweave apply x --mo", "--mode")]
    [InlineData("hotweave rollback --mode ", "quiescent")]
    public void Lines_that_are_not_whole_are_completed(string line, string expected)
    {
        var run = ToolRun.Of($"[suggest:{line.Length.ToString(CultureInfo.InvariantCulture)}]", line);
        Assert.True(run.ExitCode == 0 && run.Output.Split('\n').Select(static l => l.Trim()).Contains(expected), run.ToString());
    }

    [Fact]
    public void The_doctor_says_what_is_well_and_what_is_not()
    {
        using var app = PublishedApp.Woven();
        using var process = RunningApp.StartHost(app.Folder, ("HOTWEAVE_PATCHES", app.File("GreetingHost.dll")), ("CORECLR_ENABLE_PROFILING", "1"));
        var pid = process.Id.ToString(CultureInfo.InvariantCulture);
        var run = ToolRun.Of("doctor", "--pid", pid);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ok    live control", run.Output, StringComparison.Ordinal);
        Assert.Matches("ill +confirmed patches +HW7062", run.Output);
        Assert.Matches("look +profiler +HW7063", run.Output);

        Assert.Equal("begun", process.Ask("begin a unit"));
        using var other = RunningApp.StartHost(app.Folder);
        var json = ToolRun.Json("doctor", "--pid", other.Id.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("look", json.GetProperty("outcome").GetString());
        Assert.Contains(json.GetProperty("findings").EnumerateArray(), static f => f.GetProperty("id").GetString() == "HW7061");
    }

    [Fact]
    public void The_doctor_says_what_keeps_the_agent_out()
    {
        using var app = PublishedApp.Woven();
        using var process = RunningApp.StartHost(app.Folder, ("DOTNET_EnableDiagnostics", "0"));
        var run = ToolRun.Of("doctor", "--pid", process.Id.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("ill +live control +HW7005", run.Output);
    }
}

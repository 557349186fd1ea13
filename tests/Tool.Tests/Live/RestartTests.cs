using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Real restarts: what is confirmed comes back before Main, what is not does not.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly (string, string)[] _environment;

    public RestartTests() => _environment = [("HOTWEAVE_PATCHES", Folder), ("HOTWEAVE_START_TIMEOUT", "30")];

    private string Folder => Path.Combine(_app.Beside, "patches");

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Behaviour_41_a_confirmed_patch_survives_a_restart_and_one_on_probation_does_not()
    {
        var patch = _app.MakePatch();
        using (var process = Start())
        {
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            Assert.Equal("good day you, number 1", process.Ask("you"));
        }

        using (var process = Start())
        {
            Assert.Equal("hello you, number 1", process.Ask("you"));
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            var confirmed = ToolRun.Json("confirm", "--pid", Pid(process), "--only", "1");
            Assert.Equal(("confirmed", 1, Folder), (confirmed.GetProperty("outcome").GetString(), confirmed.GetProperty("version").GetInt32(), confirmed.GetProperty("folder").GetString()));
            Assert.Empty(confirmed.GetProperty("warnings").EnumerateArray());
        }

        using (var process = Start())
        {
            Assert.Equal("good day you, number 1", process.Ask("you"));
            var version = ToolRun.Json("status", "--pid", Pid(process)).GetProperty("versions")[1];
            Assert.Equal(("current", true), (version.GetProperty("state").GetString(), version.GetProperty("confirmed").GetBoolean()));
            ToolRun.Refused("HW6214", "confirm", "--pid", Pid(process), "--only", "0");
            ToolRun.Done("rollback", "--pid", Pid(process));
            ToolRun.Done("confirm", "--pid", Pid(process));
            Assert.Empty(process.EndWithErrors().Trim());
        }

        using var last = Start();
        Assert.Equal("hello you, number 1", last.Ask("you"));
    }

    [Fact]
    public void A_damaged_journal_is_said_and_the_application_starts_on_the_baseline()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "journal"), "nothing that makes sense");
        using var process = Start();
        Assert.Equal("hello you, number 1", process.Ask("you"));
        Assert.StartsWith("HotWeave: HW6217: ", process.EndWithErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        using var process = Start();
        Assert.Equal("hello you, number 1", process.Ask("you"));
        Assert.StartsWith("HW6323: ", ToolRun.Json("status", "--pid", Pid(process)).GetProperty("startProblem").GetString(), StringComparison.Ordinal);
        Assert.Contains("at the start: HW6323: ", ToolRun.Done("status", "--pid", Pid(process)).Output, StringComparison.Ordinal);
        Assert.StartsWith("HotWeave: HW6323: ", process.EndWithErrors(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_pipe_in_place_of_the_journal_keeps_no_application_from_starting()
    {
        Directory.CreateDirectory(Folder);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Folder, "journal")]))
            made.WaitForExit();
        using var process = RunningApp.StartWithDotnet(_app.Folder, ("HOTWEAVE_PATCHES", Folder), ("HOTWEAVE_START_TIMEOUT", "0.5"));
        Assert.Equal("hello you, number 1", process.Ask("you"));
        Assert.StartsWith("HotWeave: HW6232: ", process.EndWithErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_confirmed_patch_that_no_start_survives_is_left_out_until_another_is_confirmed()
    {
        var patch = _app.MakePatch();
        using (var process = Start())
        {
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            ToolRun.Done("confirm", "--pid", Pid(process));
        }

        for (var i = 0; i < 3; i++)
        {
            using var process = Start();
            Assert.Equal("good day you, number 1", process.Ask("you"));
            process.Kill();
        }

        using (var process = Start())
        {
            Assert.Equal("hello you, number 1", process.Ask("you"));
            ToolRun.Done("apply", patch, "--pid", Pid(process));
            ToolRun.Done("confirm", "--pid", Pid(process));
            Assert.StartsWith("HotWeave: HW6233: ", process.EndWithErrors(), StringComparison.Ordinal);
        }

        using var last = Start();
        Assert.Equal("good day you, number 1", last.Ask("you"));
    }

    [Fact]
    public void An_application_that_names_a_startup_hook_of_its_own_keeps_it()
    {
        using var app = new PublishedApp();
        var path = app.File("GreetingHost.runtimeconfig.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"configProperties\": {", "\"configProperties\": {\n      \"STARTUP_HOOKS\": \"\",", StringComparison.Ordinal));
        var before = File.ReadAllText(path);
        Assert.Contains("STARTUP_HOOKS", before, StringComparison.Ordinal);
        ToolRun.Done("weave", app.Folder, "--all");
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void A_process_that_would_not_apply_again_says_so_when_it_confirms()
    {
        ToolRun.Done("weave", _app.Folder, "--all", "--no-reapply");
        Assert.DoesNotContain("STARTUP_HOOKS", File.ReadAllText(_app.File("GreetingHost.runtimeconfig.json")), StringComparison.Ordinal);
        using var process = RunningApp.StartHost(_app.Folder, _environment);
        ToolRun.Done("apply", _app.MakePatch(), "--pid", Pid(process));
        Assert.StartsWith("HW6308: ", ToolRun.Json("confirm", "--pid", Pid(process)).GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    private RunningApp Start() => RunningApp.StartWithDotnet(_app.Folder, _environment);

    private static string Pid(RunningApp process) => process.Id.ToString(CultureInfo.InvariantCulture);
}

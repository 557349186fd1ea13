using System.Net.Sockets;
using System.Text.Json;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Patches go into a live process and out again, by the tool alone.</summary>
public sealed class LiveControlTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly RunningApp _process;
    private readonly string _pid;

    public LiveControlTests()
    {
        _process = RunningApp.StartHost(_app.Folder);
        _pid = _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
    }

    [Fact]
    public void A_socket_that_is_named_like_the_port_is_passed_over()
    {
        var path = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{_pid}-99999999999-socket");
        using var squatter = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        squatter.Bind(new UnixDomainSocketEndPoint(path));
        squatter.Listen();
        try
        {
            ToolRun.Done("status", "--pid", _pid);
            Assert.False(squatter.Poll(0, SelectMode.SelectRead), "Somebody connected to it.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_patch_is_applied_and_rolled_back_and_objects_keep_their_state()
    {
        var patch = _app.MakePatch();
        Assert.Equal("hello you, number 1", _process.Ask("you"));

        var applied = ToolRun.Json("apply", patch, "--pid", _pid);
        Assert.Equal("applied", applied.GetProperty("outcome").GetString());
        Assert.Equal(0, applied.GetProperty("from").GetInt32());
        Assert.Equal(1, applied.GetProperty("to").GetInt32());
        var edit = Assert.Single(applied.GetProperty("edits").EnumerateArray()).GetString();
        Assert.Matches(@"^changed Greeting\.Greeter\.Greet\(String\) \(\w+\.cs:\d+( -> \d+)?\)$", edit);
        Assert.Equal("good day you, number 2", _process.Ask("you"));

        var status = ToolRun.Json("status", "--pid", _pid);
        Assert.Equal(1, status.GetProperty("current").GetInt32());
        Assert.Equal(["superseded", "current"], status.GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("state").GetString()));
        Assert.Equal(["Greeting", "GreetingHost"], status.GetProperty("assemblies").EnumerateArray().Select(v => v.GetProperty("name").GetString()));

        Assert.Equal("Immediate", applied.GetProperty("mode").GetString());
        Assert.Equal("no unit of work has been entered in this process", applied.GetProperty("modeReason").GetString());
        Assert.Equal(0, status.GetProperty("runningUnits").GetInt32());
        ToolRun.Refused("HW6210", "reverse", "--pid", _pid);
        var back = ToolRun.Json("rollback", "--pid", _pid, "--mode", "quiescent", "--timeout", "5", "--cancel-units");
        Assert.Equal("Quiescent", back.GetProperty("mode").GetString());
        Assert.Equal("hello you, number 3", _process.Ask("you"));
        ToolRun.Done("apply", patch, "--pid", _pid, "--reclaimable");
        ToolRun.Done("rollback", "--pid", _pid, "--to", "0");
        Assert.Equal("hello you, number 4", _process.Ask("you"));
        Assert.Equal(0, _process.End());
    }

    [Fact]
    public void A_patch_is_checked_prepared_discarded_and_committed_in_separate_steps()
    {
        var patch = _app.MakePatch();
        var check = ToolRun.Json("apply", patch, "--pid", _pid, "--check");
        Assert.Equal(("checked", 0, 1), (check.GetProperty("outcome").GetString(), check.GetProperty("from").GetInt32(), check.GetProperty("to").GetInt32()));
        ToolRun.Refused("HW6212", "commit", "--pid", _pid);

        ToolRun.Done("prepare", patch, "--pid", _pid);
        Assert.Equal("discarded", ToolRun.Json("discard", "--pid", _pid).GetProperty("outcome").GetString());
        ToolRun.Refused("HW6212", "discard", "--pid", _pid);

        var id = ToolRun.Json("prepare", patch, "--pid", _pid).GetProperty("patchId").GetString()!;
        var status = ToolRun.Json("status", "--pid", _pid);
        Assert.Equal(id, Assert.Single(status.GetProperty("prepared").EnumerateArray()).GetProperty("patchId").GetString());
        Assert.Single(status.GetProperty("versions").EnumerateArray());
        Assert.Equal("hello you, number 1", _process.Ask("you"));

        ToolRun.Refused("HW6212", "commit", "0000", "--pid", _pid);
        Assert.Equal("applied", ToolRun.Json("commit", id[..8], "--pid", _pid, "--mode", "quiescent").GetProperty("outcome").GetString());
        Assert.Equal("good day you, number 2", _process.Ask("you"));
        Assert.Empty(ToolRun.Json("status", "--pid", _pid).GetProperty("prepared").EnumerateArray());
    }

    [Fact]
    public void Where_nothing_is_under_way_there_is_nothing_to_cancel()
    {
        var cancelled = ToolRun.Json("cancel", "--pid", _pid);
        Assert.Equal(("idle", 0), (cancelled.GetProperty("outcome").GetString(), cancelled.GetProperty("operations").GetArrayLength()));
        Assert.Contains("no operation is under way", ToolRun.Done("cancel", "--pid", _pid).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Behaviour_08_old_code_is_purged_and_what_stays_is_said()
    {
        Assert.Equal("purged", ToolRun.Json("purge", "--pid", _pid).GetProperty("outcome").GetString());
        var patch = _app.MakePatch();
        ToolRun.Done("apply", patch, "--pid", _pid, "--reclaimable");
        ToolRun.Refused("HW6219", "purge", "--pid", _pid, "--only", "1");
        Assert.Equal("good day you, number 1", _process.Ask("you"));
        ToolRun.Done("rollback", "--pid", _pid);
        var version = Assert.Single(ToolRun.Json("purge", "--soft", "--pid", _pid).GetProperty("versions").EnumerateArray());
        Assert.Equal((1, "unloaded"), (version.GetProperty("number").GetInt32(), version.GetProperty("outcome").GetString()));
        Assert.Equal("unloaded", ToolRun.Json("status", "--pid", _pid).GetProperty("versions")[1].GetProperty("state").GetString());

        ToolRun.Done("apply", patch, "--pid", _pid);
        ToolRun.Done("rollback", "--pid", _pid);
        Assert.Contains("permanent", ToolRun.Done("purge", "--pid", _pid).Output, StringComparison.Ordinal);
        Assert.Contains("nothing was unloaded", ToolRun.Done("purge", "--pid", _pid).Output, StringComparison.Ordinal);
        Assert.Equal("hello you, number 2", _process.Ask("you"));
    }

    [Fact]
    public void A_version_is_tried_by_a_share_of_the_units_and_promoted_or_given_back()
    {
        var patch = _app.MakePatch();
        ToolRun.Refused("HW6222", "promote", "--pid", _pid);
        ToolRun.Done("apply", patch, "--pid", _pid, "--canary", "5%", "--probation", "1h", "--max-error-rate", "1%", "--min-units", "5");
        // The application knows no units: its calls are outside, and stay.
        Assert.Equal("hello you, number 1", _process.Ask("you"));
        var status = ToolRun.Json("status", "--pid", _pid);
        Assert.Equal(("canary", 0), (status.GetProperty("versions")[1].GetProperty("state").GetString(), status.GetProperty("current").GetInt32()));
        var trial = status.GetProperty("trial");
        Assert.Equal((1, 0.05, "pending", 3_600_000), (trial.GetProperty("version").GetInt32(), trial.GetProperty("share").GetDouble(), trial.GetProperty("verdict").GetString(), trial.GetProperty("window").GetInt32()));
        ToolRun.Refused("HW6220", "confirm", "--pid", _pid);
        ToolRun.Done("rollback", "--pid", _pid);
        Assert.Contains("overruled", ToolRun.Done("status", "--pid", _pid).Output, StringComparison.Ordinal);

        ToolRun.Done("apply", patch, "--pid", _pid, "--canary", "0.5");
        Assert.Equal("promoted", ToolRun.Json("promote", "--pid", _pid).GetProperty("outcome").GetString());
        Assert.Equal("good day you, number 2", _process.Ask("you"));
    }

    [Fact]
    public void Waiting_for_a_trial_ends_as_the_trial_does()
    {
        var patch = _app.MakePatch();
        // The application knows no units, so none can fail, and none is too few.
        var succeeded = ToolRun.Json("apply", patch, "--pid", _pid, "--probation", "0.1s", "--min-units", "0", "--wait");
        Assert.Equal(("applied", "succeeded"), (succeeded.GetProperty("outcome").GetString(), succeeded.GetProperty("trial").GetProperty("verdict").GetString()));
        ToolRun.Done("rollback", "--pid", _pid);

        Assert.Contains("inconclusive", ToolRun.Refused("HW7036", "apply", patch, "--pid", _pid, "--probation", "0.1s", "--wait").Output, StringComparison.Ordinal);
        ToolRun.Done("rollback", "--pid", _pid);

        ToolRun.Done("prepare", patch, "--pid", _pid);
        Assert.Equal(0, ToolRun.Of("commit", "--pid", _pid, "--canary", "50%", "--probation", "0.1s", "--min-units", "0", "--wait").ExitCode);
        Assert.Equal("good day you, number 1", _process.Ask("you"));
    }

    [Fact]
    public async Task Waiting_for_a_trial_ends_when_an_operator_decides()
    {
        var waiting = Task.Factory.StartNew(() => ToolRun.Of("apply", _app.MakePatch(), "--pid", _pid, "--canary", "5%", "--probation", "1h", "--wait"), TaskCreationOptions.LongRunning);
        while (ToolRun.Of("promote", "--pid", _pid).ExitCode != 0)
            Assert.False(waiting.IsCompleted, "the trial was over before anybody decided");
        var ended = await waiting;
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("HW7036", ended.Error, StringComparison.Ordinal);
        Assert.Contains("overruled", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Behaviour_50_several_processes_take_a_patch_together_or_not_at_all()
    {
        var patch = _app.MakePatch();
        using var other = RunningApp.StartWithDotnet(_app.Folder);
        using var strange = new PublishedApp();
        ToolRun.Done("weave", strange.Folder, "--all", "--small-methods", "export");
        using var stranger = RunningApp.StartHost(strange.Folder);
        string Pid(RunningApp process) => process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var refused = ToolRun.Refused("HW7037", "apply", patch, "--pid", _pid, Pid(other), Pid(stranger));
        Assert.Contains("error HW6103:", refused.Error, StringComparison.Ordinal);
        Assert.Equal("hello you, number 1", _process.Ask("you"));
        Assert.Empty(ToolRun.Json("status", "--pid", _pid).GetProperty("prepared").EnumerateArray());

        var applied = ToolRun.Json("apply", patch, "--pid", _pid, Pid(other));
        Assert.Equal(["applied", "applied"], applied.GetProperty("processes").EnumerateArray().Select(static p => p.GetProperty("outcome").GetString()));
        Assert.Equal("good day you, number 2", _process.Ask("you"));
        Assert.Equal("good day you, number 1", other.Ask("you"));

        ToolRun.Done("rollback", "--pid", _pid);
        Assert.Equal(["applied", "in-force"], Outcomes(ToolRun.Json("apply", patch, "--pid", _pid, Pid(other))));
        Assert.Equal(["in-force", "in-force"], Outcomes(ToolRun.Json("apply", patch, "--pid", _pid, Pid(other))));
        ToolRun.Done("apply", patch, "--pid", _pid, Pid(other));
        Assert.Empty(ToolRun.Json("status", "--pid", _pid).GetProperty("prepared").EnumerateArray());

        static IEnumerable<string?> Outcomes(JsonElement group) =>
            group.GetProperty("processes").EnumerateArray().Select(static p => p.GetProperty("outcome").GetString());
    }

    [Fact]
    public void What_the_runtime_refuses_is_said_with_its_code_and_changes_nothing()
    {
        var patch = _app.MakePatch();
        var damaged = Path.Combine(_app.Beside, "damaged.hotpatch");
        var bytes = File.ReadAllBytes(patch);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged, bytes);

        ToolRun.Refused("HW6101", "apply", damaged, "--pid", _pid);
        ToolRun.Refused("HW7020", "apply", Path.Combine(_app.Beside, "none.hotpatch"), "--pid", _pid);
        Assert.Equal("hello you, number 1", _process.Ask("you"));

        ToolRun.Done("apply", patch, "--pid", _pid);
        ToolRun.Refused("HW6214", "confirm", "--pid", _pid, "--only", "0");
        Assert.Equal("good day you, number 2", _process.Ask("you"));
    }

    [Fact]
    public void A_patch_for_another_baseline_is_refused()
    {
        using var other = new PublishedApp();
        ToolRun.Done("weave", other.Folder, "--all", "--small-methods", "export");

        ToolRun.Refused("HW6103", "apply", other.MakePatch(), "--pid", _pid);
        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    [Fact]
    public void Processes_that_can_be_swapped_are_listed_without_touching_them()
    {
        using var unwoven = new PublishedApp();
        using var other = RunningApp.StartHost(unwoven.Folder);

        var found = ToolRun.Json("ps").GetProperty("processes").EnumerateArray()
            .ToDictionary(p => p.GetProperty("processId").GetInt32(), p => p);

        var mine = found[_process.Id];
        Assert.Equal("GreetingHost", mine.GetProperty("name").GetString());
        Assert.Equal("ready", mine.GetProperty("control").GetString());
        Assert.StartsWith(Environment.Version.ToString(2), mine.GetProperty("framework").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Id, found.Keys);
        Assert.DoesNotContain("HotWeave.Agent", File.ReadAllText($"/proc/{_pid}/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_woven_process_is_known_before_its_first_swappable_call_loads_the_runtime()
    {
        using var app = new PublishedApp();
        ToolRun.Done("weave", app.Folder, "--all", "--assembly", "Greeting");
        using var process = RunningApp.StartHost(app.Folder);

        ToolRun.Done("status", "--pid", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

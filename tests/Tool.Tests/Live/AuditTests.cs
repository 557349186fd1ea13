using System.Globalization;
using System.Text.Json;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>The audit of a process names the operator who acts on it by the tool.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void The_log_names_who_used_the_tool_and_what_came_of_it()
    {
        var log = Path.Combine(_app.Beside, "audit", "log.jsonl");
        using var process = RunningApp.StartHost(_app.Folder, ("HOTWEAVE_AUDIT", log));
        var pid = process.Id.ToString(CultureInfo.InvariantCulture);
        var id = ToolRun.Json("apply", _app.MakePatch(), "--pid", pid).GetProperty("patchId").GetString();
        ToolRun.Done("status", "--pid", pid);
        ToolRun.Refused("HW6210", "reverse", "--pid", pid);
        ToolRun.Done("rollback", "--pid", pid);
        ToolRun.Done("purge", "--pid", pid);

        var lines = File.ReadLines(log).Select(static l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(
            ["prepare done ", "commit done ", "reverse refused HW6210", "rollback done ", "purge done "],
            lines.Select(static l => $"{l.GetProperty("operation").GetString()} {l.GetProperty("outcome").GetString()} {l.GetProperty("code").GetString()}"));
        Assert.All(lines, l => Assert.Equal($"{OperatorName.Current}, process {Environment.ProcessId}", l.GetProperty("by").GetString()));
        Assert.All(lines, l => Assert.Equal(process.Id, l.GetProperty("process").GetInt32()));
        Assert.Equal([id, id, null, null, null], lines.Select(static l => l.GetProperty("patch").GetString()));
    }

    [Fact]
    public void The_log_of_a_live_process_is_found_by_the_process()
    {
        var log = Path.Combine(_app.Beside, "audit", "log.jsonl");
        using (var process = RunningApp.StartHost(_app.Folder, ("HOTWEAVE_AUDIT", log)))
        {
            ToolRun.Done("apply", _app.MakePatch(), "--pid", Pid(process));
            var read = ToolRun.Json("audit", "--pid", Pid(process), "--last", "1");
            Assert.Equal((log, 2), (read.GetProperty("file").GetString(), read.GetProperty("lines").GetInt32()));
            Assert.Equal("commit", Assert.Single(read.GetProperty("entries").EnumerateArray()).GetProperty("operation").GetString());
            Assert.Equal(log, ToolRun.Json("status", "--pid", Pid(process)).GetProperty("auditLog").GetString());
        }

        using var silent = RunningApp.StartHost(_app.Folder);
        ToolRun.Refused("HW7047", "audit", "--pid", Pid(silent));
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_a_warning_of_each_result()
    {
        using var process = RunningApp.StartHost(_app.Folder, ("HOTWEAVE_AUDIT", Path.Combine(_app.File("Greeting.dll"), "log.jsonl")));
        var pid = process.Id.ToString(CultureInfo.InvariantCulture);
        foreach (var command in (string[][])[["apply", _app.MakePatch()], ["confirm"], ["rollback"], ["purge"]])
            Assert.Contains(ToolRun.Json([.. command, "--pid", pid]).GetProperty("warnings").EnumerateArray(), static w => w.GetString()!.StartsWith("HW6310: ", StringComparison.Ordinal));
        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    private static string Pid(RunningApp process) => process.Id.ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("shop", null, "shop")]
    [InlineData("shop", "shop", "shop")]
    [InlineData("shop", "alice", "alice as shop")]
    public void Whoever_became_the_processs_user_is_named(string user, string? through, string expected) =>
        Assert.Equal(expected, OperatorName.Describe(user, through));
}

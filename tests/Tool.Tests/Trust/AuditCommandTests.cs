using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HotWeave.Tool.Tests.Harness;
using static HotWeave.Tool.Tests.Trust.SignedApp;

namespace HotWeave.Tool.Tests.Trust;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string? _before;

    private string Log => _folder.File("audit.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_history_of_a_process_has_times_versions_and_people()
    {
        using var app = new SignedApp();
        var patch = app.MakePatch(app.NewTrustedKey("alice"), "--sequence", "7");
        int process;
        using (var first = app.Start())
        {
            process = first.Id;
            ToolRun.Refused("HW6340", "apply", app.App.MakePatch(), "--pid", Pid(first));
            ToolRun.Done("sign", patch, "--key", Path.Combine(app.App.Beside, "alice.key.pem"), "--application", Name);
            ToolRun.Done("apply", patch, "--pid", Pid(first));
            ToolRun.Done("confirm", "--pid", Pid(first));
            ToolRun.Done("rollback", "--to", "0", "--pid", Pid(first));
        }

        var all = ToolRun.Json("audit", app.Patches);
        Assert.Equal(("whole", 5), (all.GetProperty("outcome").GetString(), all.GetProperty("lines").GetInt32()));
        Assert.Equal(
            ["prepare refused", "prepare done", "commit done", "confirm done", "rollback done"],
            all.GetProperty("entries").EnumerateArray().Select(static e => $"{e.GetProperty("operation").GetString()} {e.GetProperty("outcome").GetString()}"));
        var commit = all.GetProperty("entries")[2];
        Assert.StartsWith("alice (", Assert.Single(commit.GetProperty("signedBy").EnumerateArray()).GetString(), StringComparison.Ordinal);

        var history = ToolRun.Done("audit", app.Patches, "--history").Output.Split('\n');
        Assert.StartsWith($"process {process} of {Environment.UserName} on {Environment.MachineName}:", history[0], StringComparison.Ordinal);
        Assert.Matches(@"^  \d{4}-\d\d-\d\dT[\d:.]+Z  commit    0 -> 1   [0-9a-f]{12}, by .+, signed by alice \([0-9a-f]{12}\)", history[1]);
        Assert.Matches("^  .+  confirm   1 ", history[2]);
        Assert.Matches("^  .+  rollback  1 -> 0 ", history[3]);
        Assert.StartsWith("3 of 5 lines, the last is ", history[4], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_is_shown()
    {
        Write("alice, process 1", "commit", "2030-01-31T12:00:00.000Z", "aaaa", 10);
        Write("bob, process 2", "rollback", "2030-02-01T12:00:00.000Z", null, 11);
        Write("bob\u001b[2J", "commit", "2030-02-02T12:00:00.000Z", "aabb", 11);
        Assert.Equal([1, 2, 3], Find());
        Assert.Equal([1, 3], Find("--operation", "commit"));
        Assert.Equal([2, 3], Find("--by", "BOB"));
        Assert.Equal([1], Find("--patch", "AAA", "--process", "10"));
        Assert.Equal([2, 3], Find("--since", "2030-02-01"));
        Assert.Equal([], Find("--since", "2030-02-02T12:00:01"));
        Assert.Equal([3], Find("--last", "1"));
        Assert.Equal([], Find("--outcome", "refused"));
        Assert.Equal([1, 2, 3], Find("--signed-by", "carol"));
        Assert.Equal([2], Find("--signed-by", "carol", "--process", "11", "--operation", "rollback"));
        Assert.DoesNotContain('\u001b', ToolRun.Done("audit", Log).Output);
    }

    [Fact]
    public void HW7138_a_line_that_was_changed_taken_out_or_put_in_is_found()
    {
        for (var i = 0; i < 4; i++)
            Write("alice", "commit", "2030-01-31T12:00:00.000Z", "aaaa", i);
        var lines = File.ReadAllLines(Log);
        ToolRun.Done("audit", _folder.Path);

        Broken("line 3", [lines[0], lines[1].Replace("alice", "bobby", StringComparison.Ordinal), lines[2], lines[3]]);
        Broken("line 2", [lines[0], lines[2], lines[3]]);
        Broken("line 1", lines[1..]);
        Broken("line 2", [lines[0], lines[2], lines[1], lines[3]]);
        Broken("line 2", [lines[0], lines[0], lines[1]]);
        Broken("line 3", [lines[0], lines[1], "{}", lines[2]]);
        Broken("line 2", [lines[0], lines[1].Replace(",\"after\":", ",\"behind\":", StringComparison.Ordinal), lines[2], lines[3]]);

        // The end that is gone is found by who has kept a digest of it.
        var head = ToolRun.Json("audit", Write(lines)).GetProperty("head").GetString()!;
        ToolRun.Done("audit", Log, "--head", head);
        Write(lines[..3]);
        ToolRun.Done("audit", Log);
        ToolRun.Refused("HW7139", "audit", Log, "--head", head);
    }

    [Fact]
    public void HW7140_a_line_that_a_dead_process_left_is_no_damage()
    {
        Write("alice", "commit", "2030-01-31T12:00:00.000Z", "aaaa", 1);
        Append("{\"time\":\"20");
        Write("alice", "commit", "2030-01-31T12:00:00.000Z", "aaaa", 2);
        var run = ToolRun.Done("audit", Log);
        Assert.Contains("warning HW7140: Line 2 of ", run.Error, StringComparison.Ordinal);
        Assert.Equal([1, 3], Find());
    }

    [Fact]
    public void A_log_of_before_there_were_chains_is_read()
    {
        Append(Record("alice", "commit", "2030-01-31T12:00:00.000Z", null, 1).Replace(",\"signedBy\":[\"carol (12)\"]", "", StringComparison.Ordinal));
        Write("alice", "commit", "2030-01-31T12:00:00.000Z", null, 2);
        Assert.Equal([1, 2], Find());
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"time\":null,\"operation\":\"\",\"outcome\":\"\",\"code\":null,\"message\":null,\"patch\":null,\"from\":1}")]
    [InlineData("\"")]
    [InlineData("{\"time\":{\"a\":{\"a\":{\"a\":{}}}}}")]
    [InlineData("{\"time\":1,\"after\":1}")]
    [InlineData("{\"after\":null,\"time\":\"\",\"operation\":\"\",\"outcome\":\"\",\"code\":null,\"message\":null,\"patch\":null,\"from\":1e99}")]
    public void Hostile_lines_are_no_records(string line)
    {
        Append(line);
        Assert.Contains("HW71", ToolRun.Of("audit", Log).Error, StringComparison.Ordinal);
        File.WriteAllBytes(Log, new byte[5 * 1024 * 1024]);
        ToolRun.Refused("HW7138", "audit", Log);
        ToolRun.Refused("HW7020", "audit", Log + ".gone");
    }

    private int[] Find(params string[] filter) =>
        [.. ToolRun.Json(["audit", Log, .. filter]).GetProperty("entries").EnumerateArray().Select(static e => e.GetProperty("line").GetInt32())];

    private void Broken(string where, string[] lines)
    {
        Write(lines);
        Assert.Contains(where + " ", ToolRun.Refused("HW7138", "audit", Log).Error, StringComparison.Ordinal);
    }

    private string Write(string[] lines)
    {
        File.WriteAllLines(Log, lines);
        return Log;
    }

    private void Write(string by, string operation, string time, string? patch, int process) =>
        Append(Record(by, operation, time, patch, process)[..^1] + $",\"after\":{(_before is null ? "null" : $"\"{_before}\"")}}}");

    private static string Record(string by, string operation, string time, string? patch, int process) => $$"""
        {"time":"{{time}}","operation":"{{operation}}","description":"x","outcome":"done","code":null,"message":null,"patch":{{(patch is null ? "null" : $"\"{patch}\"")}},"signedBy":["carol (12)"],"from":0,"to":1,"mode":null,"version":1,"inForce":[],"by":{{JsonSerializer.Serialize(by)}},"user":"shop","host":"h","process":{{process}},"milliseconds":1,"warnings":[]}
        """;

    private void Append(string line)
    {
        _before = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        File.AppendAllText(Log, line + "\n");
    }
}

using System.Text.Json;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

public sealed class PatchCommandTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly string _patch;

    public PatchCommandTests() => _patch = Path.Combine(_app.Beside, "p.hotpatch");

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_patch_names_its_edits_with_their_lines_and_inspect_reads_it_back()
    {
        var made = ToolRun.Json("patch", "--baseline", _app.File("Greeting.dll"), "--new", TestApps.Next, "-o", _patch);
        var edit = Assert.Single(made.GetProperty("edits").EnumerateArray());
        Assert.Equal("changed", edit.GetProperty("kind").GetString());
        Assert.Equal("Greeting.Greeter.Greet(String)", edit.GetProperty("member").GetString());
        Assert.EndsWith("Greeter.cs", edit.GetProperty("file").GetString(), StringComparison.Ordinal);

        var inspected = ToolRun.Json("inspect", _patch);
        Assert.Equal(made.GetProperty("patchId").GetString(), inspected.GetProperty("patchId").GetString());
        Assert.Equal("Greeting.Greeter", Assert.Single(inspected.GetProperty("types").EnumerateArray()).GetString());
    }

    [Fact]
    public void Folders_are_compared_assembly_by_assembly()
    {
        var next = Path.Combine(_app.Beside, "next");
        TestApps.Copy(TestApps.Host, next);
        File.Copy(TestApps.Next, Path.Combine(next, "Greeting.dll"), overwrite: true);

        var diff = ToolRun.Done("diff", "--baseline", _app.Folder, "--new", next);

        Assert.Contains("changed Greeting.Greeter.Greet(String)", diff.Output, StringComparison.Ordinal);
        Assert.Contains("a patch can carry 1 edit", diff.Output, StringComparison.Ordinal);
        Assert.Contains("verdict: live", diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_builds_need_no_patch_and_none_is_written()
    {
        var same = Path.Combine(TestApps.Host, "Greeting.dll");

        Assert.Contains("no difference", ToolRun.Done("diff", "--baseline", _app.File("Greeting.dll"), "--new", same).Output, StringComparison.Ordinal);
        Assert.Equal(1, ToolRun.Of("patch", "--baseline", _app.File("Greeting.dll"), "--new", same, "-o", _patch).ExitCode);
        Assert.False(File.Exists(_patch));
    }

    [Fact]
    public void A_baseline_that_is_not_woven_is_refused_and_no_file_is_written()
    {
        var run = ToolRun.Of("patch", "--baseline", Path.Combine(TestApps.Host, "Greeting.dll"), "--new", TestApps.Next, "-o", _patch);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("error HW\\d{4}: ", run.Error);
        Assert.False(File.Exists(_patch));
    }

    [Fact]
    public void What_was_not_compared_has_no_verdict_and_messages_go_to_a_sarif_file()
    {
        var log = Path.Combine(_app.Beside, "log.sarif");
        var run = ToolRun.Of("diff", "--baseline", Path.Combine(TestApps.Host, "Greeting.dll"), "--new", TestApps.Next, "--sarif", log, "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").ValueKind);
        var sarif = JsonDocument.Parse(File.ReadAllText(log)).RootElement;
        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        var result = Assert.Single(sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal("HW3501", result.GetProperty("ruleId").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
    }

    [Fact]
    public void A_sarif_file_that_cannot_be_written_is_refused() =>
        ToolRun.Refused("HW7033", "diff", "--baseline", _app.File("Greeting.dll"), "--new", TestApps.Next, "--sarif", Path.Combine(TestApps.Next, "log.sarif"));

    [Fact]
    public void A_patch_that_cannot_be_written_is_refused() =>
        ToolRun.Refused("HW5001", "patch", "--baseline", _app.File("Greeting.dll"), "--new", TestApps.Next, "-o", Path.Combine(TestApps.Next, "p.hotpatch"));

    [Fact]
    public void A_damaged_patch_is_recognised()
    {
        var bytes = File.ReadAllBytes(_app.MakePatch());
        bytes[^1] ^= 1;
        File.WriteAllBytes(_patch, bytes);
        ToolRun.Refused("HW7030", "inspect", _patch);

        File.WriteAllBytes(_patch, bytes[..20]);
        ToolRun.Refused("HW7030", "inspect", _patch);
    }
}

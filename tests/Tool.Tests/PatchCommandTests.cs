using System.Reflection;
using System.Text.Json;
using HotWeave.Tool.Comparing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

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
        var next = NextFolder();

        var diff = ToolRun.Done("diff", "--baseline", _app.Folder, "--new", next);

        Assert.Matches(@"type +edit +member +source *\nGreeting\.Greeter +changed +Greet\(String\) +\S+Greeter\.cs\(\d+,\d+\)", diff.Output);
        Assert.DoesNotContain("stays behind", diff.Output, StringComparison.Ordinal);
        Assert.Contains("a patch can carry 1 edit", diff.Output, StringComparison.Ordinal);
        Assert.Contains("verdict: live", diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Behaviour_46_what_differs_beside_the_code_is_listed_and_is_a_remark()
    {
        var next = NextFolder();
        Directory.CreateDirectory(Path.Combine(next, "content"));
        File.WriteAllText(Path.Combine(next, "content", "prices.json"), "{}");
        File.WriteAllText(_app.File("old.txt"), "gone");

        var run = ToolRun.Done("diff", "--baseline", _app.Folder, "--new", next);
        Assert.Contains("warning HW7034: The new folder differs beside the code: content/prices.json, old.txt.", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"what stays behind +remarks +codes *\nwhat a patch does not carry +1 +HW7034", run.Output);
        Assert.Contains("verdict: live, the rest at the next start", run.Output, StringComparison.Ordinal);

        var diff = ToolRun.Json("diff", "--baseline", _app.Folder, "--new", next);
        Assert.Equal("live-rest-at-next-start", diff.GetProperty("verdict").GetString());
        var waiting = Assert.Single(diff.GetProperty("waits").EnumerateArray());
        Assert.Equal(("HW7034", "next-start"), (waiting.GetProperty("id").GetString(), waiting.GetProperty("kind").GetString()));
        Assert.Equal(["content/prices.json", "old.txt"], diff.GetProperty("beside").EnumerateArray().Select(static f => f.GetString()));
    }

    [Fact]
    public void A_strict_comparison_takes_no_difference_beside_the_code_and_keeps_the_earlier_patch()
    {
        var next = NextFolder();
        File.WriteAllText(Path.Combine(next, "prices.json"), "{}");
        File.WriteAllText(_patch, "earlier");

        var run = ToolRun.Refused("HW3521", "patch", "--baseline", _app.Folder, "--new", next, "-o", _patch, "--strict");
        Assert.Contains("a patch could carry this", run.Output, StringComparison.Ordinal);
        Assert.Contains("verdict: live, the rest at the next start", run.Output, StringComparison.Ordinal);
        Assert.Equal("earlier", File.ReadAllText(_patch));
        File.Delete(Path.Combine(next, "prices.json"));
        ToolRun.Done("patch", "--baseline", _app.Folder, "--new", next, "-o", _patch, "--strict");
    }

    [Fact]
    public void Every_remark_of_a_comparison_has_a_kind_in_plain_words()
    {
        var remarks = typeof(PatchMaker).Assembly.GetType("HotWeave.Weaver.Diagnostics.EditDiagnostics", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static f => new Diagnostic((DiagnosticDescriptor)f.GetValue(null)!, "", null, null)).Where(static d => d.IsReservation)
            .Select(DiagnosticDocument.From).ToList();
        Assert.NotEmpty(remarks);
        Assert.All(remarks, static d => Assert.True(StaysBehind.KindOf(d) is not null, d.Id));
    }

    [Fact]
    public void Equal_builds_need_no_patch_and_none_is_written()
    {
        var same = Path.Combine(TestApps.Host, "Greeting.dll");

        Assert.Contains("verdict: nothing to do", ToolRun.Done("diff", "--baseline", _app.File("Greeting.dll"), "--new", same).Output, StringComparison.Ordinal);
        var made = ToolRun.Json("patch", "--baseline", _app.File("Greeting.dll"), "--new", same, "-o", _patch, "--strict");
        Assert.Equal(("no-changes", "nothing-to-do"), (made.GetProperty("outcome").GetString(), made.GetProperty("verdict").GetString()));
        Assert.False(File.Exists(_patch));
    }

    [Fact]
    public void Another_version_commit_and_paths_of_the_same_sources_leave_nothing_to_do()
    {
        var again = Path.Combine(_app.Beside, "again");
        TestApps.Copy(TestApps.Host, again);
        foreach (var file in new[] { "Greeting.dll", "Greeting.pdb", "GreetingHost.dll", "GreetingHost.pdb" })
        {
            Assert.NotEqual(File.ReadAllBytes(Path.Combine(TestApps.Host, file)), File.ReadAllBytes(Path.Combine(TestApps.Again, file)));
            File.Copy(Path.Combine(TestApps.Again, file), Path.Combine(again, file), overwrite: true);
        }

        // As a project's number stands there; the projects that were built again have other names, and so another deps.json.
        var deps = Path.Combine(again, "GreetingHost.deps.json");
        File.WriteAllText(deps, File.ReadAllText(deps).Replace("0.1.0", "2.0.17", StringComparison.Ordinal));
        var made = ToolRun.Json("patch", "--baseline", _app.Folder, "--new", again, "-o", _patch, "--strict");
        Assert.Equal(("no-changes", "nothing-to-do"), (made.GetProperty("outcome").GetString(), made.GetProperty("verdict").GetString()));
        Assert.DoesNotContain(made.GetProperty("diagnostics").EnumerateArray(), static d => d.GetProperty("severity").GetString() != "info");
        Assert.False(File.Exists(_patch));
        Assert.Contains("verdict: nothing to do", ToolRun.Done("diff", "--baseline", _app.Folder, "--new", again, "--strict").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_is_not_woven_is_refused_and_no_file_is_written()
    {
        var run = ToolRun.Of("patch", "--baseline", Path.Combine(TestApps.Host, "Greeting.dll"), "--new", TestApps.Next, "-o", _patch);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("error HW\\d{4}: ", run.Error);
        Assert.False(File.Exists(_patch));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_path_that_is_not_there_is_named_as_it_was_meant(bool isBaseline)
    {
        var missing = Path.GetFullPath("nothere");
        string[] inputs = isBaseline ? ["--baseline", "nothere", "--new", _app.Folder] : ["--baseline", _app.Folder, "--new", "nothere"];
        var run = ToolRun.Refused("HW1001", ["diff", .. inputs]);
        Assert.Equal($"error HW1001: {missing} does not exist. Check the path.", run.Error.TrimEnd());
        Assert.Contains("not compared", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_woven_assembly_says_where_that_of_a_single_file_is() =>
        Assert.Contains("of a single-file application, the assembly that its build left in bin", ToolRun.Refused("HW3503", "diff", "-b", TestApps.Host, "-n", NextFolder()).Error, StringComparison.Ordinal);

    [Fact]
    public void What_was_not_compared_has_no_verdict_and_messages_go_to_a_sarif_file()
    {
        var log = Path.Combine(_app.Beside, "log.sarif");
        var run = ToolRun.Of("diff", "--baseline", Path.Combine(TestApps.Host, "Greeting.dll"), "--new", TestApps.Next, "--sarif", log, "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(run.Output).RootElement.GetProperty("verdict").ValueKind);
        var sarif = JsonDocument.Parse(File.ReadAllText(log)).RootElement;
        Assert.False(sarif.GetProperty("runs")[0].GetProperty("properties").TryGetProperty("verdict", out _));
        Assert.Equal("2.1.0", sarif.GetProperty("version").GetString());
        var result = Assert.Single(sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal("HW3501", result.GetProperty("ruleId").GetString());
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("input", result.GetProperty("properties").GetProperty("kind").GetString());
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

    private string NextFolder()
    {
        var next = Path.Combine(_app.Beside, "next");
        TestApps.Copy(TestApps.Host, next);
        foreach (var extension in new[] { ".dll", ".pdb" })
            File.Copy(Path.ChangeExtension(TestApps.Next, extension), Path.Combine(next, "Greeting" + extension), overwrite: true);
        return next;
    }
}

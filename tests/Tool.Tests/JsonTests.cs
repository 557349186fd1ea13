using System.Text.Json;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>Names and order of what programs read: a change here breaks them.</summary>
public sealed class JsonTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Weave() => AssertShape(
        "command outcome input output processId assemblies[file outcome baselineId types exports skipped] files "
        + "diagnostics[id kind severity message member file line column]",
        ToolRun.Json("weave", Path.Combine(TestApps.Host, "GreetingHost.dll"), "--dry-run", "--all"));

    [Fact]
    public void Patch() => AssertShape(
        "command outcome baseline new patch patchId verdict edits[kind type member file line column part] beside dependencies state hooks waits diagnostics",
        ToolRun.Json("diff", "--baseline", _app.File("Greeting.dll"), "--new", TestApps.Next));

    [Fact]
    public void Inspect() => AssertShape(
        "command outcome file assembly baselineId format settings types[name slot exports waitingLoops[method calls] skipped[member id message]] units diagnostics",
        ToolRun.Json("inspect", _app.File("GreetingHost.dll")));

    [Fact]
    public void Inspected_patch() => AssertShape(
        "command outcome file patchId fromLabel toLabel baselines[assembly baselineId] types addedTypes edits state hooks remarks signedFor signatures diagnostics",
        ToolRun.Json("inspect", _app.MakePatch()));

    [Fact]
    public void Keys_signatures_and_audit()
    {
        var key = ToolRun.Json("key", "new", "alice", "--folder", _app.Beside);
        AssertShape("command outcome keyId algorithm privateKey publicKey isEncrypted diagnostics", key);
        const string signed = "command outcome file application patchId sequence expires number trusted threshold signatures signedBy diagnostics";
        var patch = _app.MakePatch();
        AssertShape(signed, ToolRun.Json("sign", patch, "--key", key.GetProperty("privateKey").GetString()!, "--application", "shop"));
        var trusted = key.GetProperty("publicKey").GetString()!;
        AssertShape(signed, ToolRun.Json("verify", patch, "--trust", trusted));
        AssertShape(signed, ToolRun.Json("key", "rotate", "--application", "shop", "--number", "1", "--trust", trusted, "-o", Path.Combine(_app.Beside, "1.keys")));
        var log = Path.Combine(_app.Beside, "audit.jsonl");
        File.WriteAllText(log, "");
        AssertShape("command outcome file lines head entries diagnostics", ToolRun.Json("audit", log));
    }

    [Fact]
    public void Refusal() => AssertShape(
        "command outcome diagnostics[id kind severity message member file line column]", ToolRun.Json("status", "--pid", "2147483647"));

    [Fact]
    public void Processes_status_and_turns()
    {
        using var process = RunningApp.StartHost(_app.Folder);
        var pid = process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var prepared = "command outcome processId patchId fromLabel toLabel reclaimable types addedTypes edits remarks diagnostics";
        AssertShape(prepared, ToolRun.Json("prepare", _app.MakePatch(), "--pid", pid));
        AssertShape(prepared, ToolRun.Json("discard", "--pid", pid));
        AssertShape("command outcome processes[processId name user framework control folder version label] diagnostics", ToolRun.Json("ps"));
        AssertShape(
            "command outcome processId from to patchId fromLabel toLabel mode modeReason types edits remarks warnings census trial diagnostics",
            ToolRun.Json("apply", _app.MakePatch(), "--pid", pid));
        AssertShape("command outcome processId version patches folder warnings diagnostics", ToolRun.Json("confirm", "--pid", pid));
        AssertShape(
            "command outcome processId framework runtimeVersion current operation "
            + "versions[number state patchId fromLabel toLabel reclaimable bytes confirmed units types heldBy signedBy currentSince by] assemblies[name baselineId loadContext swappableTypes patchId] units runningUnits waitingUnits loops[method version running] keptObjects notKnown prepared trial forgotten retained startProblem trust auditLog isGhost stubs runningFromBefore diagnostics",
            ToolRun.Json("status", "--pid", pid));
        AssertShape(
            "command outcome processId from to patchId fromLabel toLabel mode modeReason types edits remarks warnings census trial diagnostics",
            ToolRun.Json("rollback", "--pid", pid));
        AssertShape("command outcome processes[processId outcome from to mode warnings] diagnostics[id kind severity message member file line column]", ToolRun.Json("apply", _app.MakePatch(), "--pid", pid, "2147483647"));
        AssertShape("command outcome processId versions[number outcome units runningUnits] warnings diagnostics", ToolRun.Json("purge", "--pid", pid));
    }

    [Fact]
    public void With_json_nothing_else_is_written()
    {
        var refused = ToolRun.Of("inspect", TestApps.Next, "--format", "json");

        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(refused.Error);
        Assert.EndsWith("}\n", refused.Output, StringComparison.Ordinal);
    }

    private static void AssertShape(string expected, JsonElement found) => Assert.Equal(expected, Shape(found));

    private static string Shape(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(p => p.Name + Inner(p.Value)));

    private static string Inner(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first ? $"[{Shape(first)}]" : "";
}

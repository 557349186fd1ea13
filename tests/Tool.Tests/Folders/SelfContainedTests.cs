using System.Text.Json.Nodes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Folders;

/// <summary>A folder that brings the framework along, put together of the installed one as publishing does.</summary>
public sealed class SelfContainedTests : IDisposable
{
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private readonly PublishedApp _app = new();

    public SelfContainedTests()
    {
        var version = Path.GetFileName(s_framework);
        TestApps.Copy(s_framework + "/.", _app.Folder);
        File.Delete(_app.File("Microsoft.NETCore.App.deps.json"));
        var resolver = Path.GetFullPath(Path.Combine(s_framework, "..", "..", "..", "host", "fxr", version, "libhostfxr.so"));
        File.Copy(resolver, _app.File("libhostfxr.so"));
        NameFramework(version);
    }

    public void Dispose() => _app.Dispose();

    [Fact]
    public void It_is_woven_starts_by_its_host_takes_a_patch_and_is_restored()
    {
        var before = _app.Snapshot();
        ToolRun.Done("weave", _app.Folder, "--all");
        var patch = _app.MakePatch();

        // Without an installed .NET nothing but the folder itself can serve it.
        using (var process = RunningApp.StartHost(_app.Folder, ("DOTNET_ROOT", _app.Beside), ("DOTNET_MULTILEVEL_LOOKUP", "0")))
        {
            Assert.Contains(_app.File("libcoreclr.so"), File.ReadAllText($"/proc/{process.Id}/maps"), StringComparison.Ordinal);
            ToolRun.Done("apply", patch, "--pid", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal("good day you, number 1", process.Ask("you"));
            Assert.Equal(0, process.End());
        }

        ToolRun.Done("weave", _app.Folder, "--restore");
        Assert.Equal(before, _app.Snapshot());
    }

    [Fact]
    public void The_framework_in_it_is_not_the_applications_own() =>
        ToolRun.Refused("HW7106", "weave", _app.Folder, "--all", "--assembly", "System.Collections");

    // Signatures are checked with the two last.
    [Theory]
    [InlineData("System.Diagnostics.DiagnosticSource.dll", "System.Diagnostics.")]
    [InlineData("System.Security.Cryptography.dll", "System.Security.Cryptography.")]
    [InlineData("System.Text.Json.dll", "System.Text.Json.")]
    public void One_that_is_trimmed_below_what_the_runtime_needs_is_refused(string file, string missing)
    {
        File.Delete(_app.File(file));
        var before = _app.Snapshot();

        var run = ToolRun.Refused("HW7116", "weave", _app.Folder, "--all");

        Assert.Contains("has no " + missing, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _app.Snapshot());
    }

    private void NameFramework(string version)
    {
        var config = JsonNode.Parse(File.ReadAllText(_app.File("GreetingHost.runtimeconfig.json")))!;
        var options = config["runtimeOptions"]!.AsObject();
        options.Remove("framework");
        options["includedFrameworks"] = new JsonArray(new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = version });
        File.WriteAllText(_app.File("GreetingHost.runtimeconfig.json"), config.ToJsonString());

        var path = _app.File("GreetingHost.deps.json");
        var deps = JsonNode.Parse(File.ReadAllText(path))!;
        var target = deps["targets"]![(string)deps["runtimeTarget"]!["name"]!]!.AsObject();
        var pack = "runtimepack.Microsoft.NETCore.App.Runtime/" + version;
        target[pack] = new JsonObject { ["runtime"] = Assets("*.dll"), ["native"] = Assets("*.so") };
        deps["libraries"]![pack] = new JsonObject { ["type"] = "runtimepack", ["serviceable"] = false, ["sha512"] = "" };
        File.WriteAllText(path, deps.ToJsonString());
    }

    private static JsonObject Assets(string pattern) =>
        new(Directory.GetFiles(s_framework, pattern).Select(f => KeyValuePair.Create<string, JsonNode?>(Path.GetFileName(f), new JsonObject())));
}

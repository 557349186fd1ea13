using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Folders;

/// <summary>What belongs to an application without being listed as its own is woven all the same; what is not woven is never passed over.</summary>
public sealed class UnlistedAssemblyTests : IDisposable
{
    private readonly PublishedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void An_assembly_that_own_code_refers_to_and_no_package_owns_is_woven()
    {
        EditDeps("\"type\": \"project\"", "\"type\": \"reference\"");
        Assert.Contains("Greeting.dll", Woven(), StringComparer.Ordinal);
    }

    [Fact]
    public void An_assembly_that_is_not_listed_at_all_is_woven()
    {
        EditDeps("\"Greeting.dll\"", "\"Other.dll\"");
        Assert.Contains("Greeting.dll", Woven(), StringComparer.Ordinal);
    }

    [Fact]
    public void A_private_project_reference_is_woven_and_its_change_goes_live()
    {
        var folder = Path.Combine(_app.Beside, "left-out");
        TestApps.Copy(TestApps.LeftOut, folder);
        Assert.DoesNotMatch("\"LeftOutLeaf/[^\"]*\": \\{\\s*\"type\": \"project\"", File.ReadAllText(Path.Combine(folder, "LeftOutHost.deps.json")));
        ToolRun.Done("weave", folder, "--all");

        var (next, patch) = (Path.Combine(_app.Beside, "next"), Path.Combine(_app.Beside, "leaf.hotpatch"));
        TestApps.Copy(TestApps.LeftOut, next);
        File.Copy(TestApps.LeftOutNext, Path.Combine(next, "LeftOutLeaf.dll"), overwrite: true);
        var made = ToolRun.Json("patch", "--baseline", folder, "--new", next, "-o", patch, "--strict");
        Assert.Equal(("made", "live"), (made.GetProperty("outcome").GetString(), made.GetProperty("verdict").GetString()));

        using var process = RunningApp.Start(Path.Combine(folder, "LeftOutHost"), [], []);
        var pid = process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("hello you from the leaf, by the middle", process.Ask("you"));
        ToolRun.Done("apply", patch, "--pid", pid);
        Assert.Equal("good day you from the leaf, by the middle", process.Ask("you"));
        ToolRun.Done("rollback", "--pid", pid);
        Assert.Equal("hello you from the leaf, by the middle", process.Ask("you"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_woven_code_refers_to_and_stays_unwoven_is_named(bool isNamed)
    {
        var folder = Path.Combine(_app.Beside, "left-out");
        TestApps.Copy(TestApps.LeftOut, folder);
        if (!isNamed)
            File.Delete(Path.Combine(folder, "LeftOutHost.deps.json"));

        var run = ToolRun.Done(["weave", folder, "--all", .. isNamed ? ["--assembly", "LeftOutHost"] : Array.Empty<string>()]);
        Assert.Contains("warning HW7122: Woven code refers to LeftOutLeaf.dll, LeftOutMid.dll, which was left", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("HW7122", ToolRun.Done("weave", folder, "--all", "--assembly", "LeftOut*").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_framework_configuration_of_a_browser_client_is_none_of_the_servers()
    {
        File.Copy(_app.File("Greeting.dll"), _app.File("Client.dll"));
        File.WriteAllText(
            _app.File("Client.runtimeconfig.json"),
            """{"runtimeOptions":{"tfm":"net10.0","includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"}],"wasmHostProperties":{}}}""");
        Assert.Contains("GreetingHost.dll", Woven(), StringComparer.Ordinal);
        using var host = RunningApp.StartHost(_app.Folder);
        Assert.Equal("hello you, number 1", host.Ask("you"));
    }

    [Fact]
    public void A_change_of_an_assembly_that_is_not_woven_waits_and_is_not_beside_the_code()
    {
        ToolRun.Done("weave", _app.Folder, "--all", "--assembly", "GreetingHost");
        var next = NextFolder(TestApps.Next);

        var run = ToolRun.Refused("HW3507", "diff", "--baseline", _app.Folder, "--new", next);
        Assert.Contains("warning HW7041: Greeting.dll differs", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("HW7034", run.Error, StringComparison.Ordinal);
        Assert.Contains("verdict: restart", run.Output, StringComparison.Ordinal);
        var json = ToolRun.Json("diff", "--baseline", _app.Folder, "--new", next);
        Assert.DoesNotContain(json.GetProperty("diagnostics").EnumerateArray(), static d => d.GetProperty("id").GetString() == "HW3506");
    }

    [Fact]
    public void An_assembly_that_is_not_woven_and_only_built_again_is_nothing_to_do()
    {
        ToolRun.Done("weave", _app.Folder, "--all", "--assembly", "GreetingHost");
        var again = Path.Combine(_app.Beside, "Greeting.dll");
        using (var module = Mono.Cecil.ModuleDefinition.ReadModule(_app.File("Greeting.dll")))
        {
            module.Mvid = Guid.Empty;
            module.Assembly.Name.Version = new Version(1, 0, 1, 0);
            module.Write(again);
        }

        Assert.Contains("verdict: nothing to do", Diff(NextFolder(again)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_applications_own_version_in_its_deps_json_is_no_difference()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        var next = NextFolder(Path.Combine(TestApps.Host, "Greeting.dll"));
        var deps = Path.Combine(next, "GreetingHost.deps.json");
        var text = File.ReadAllText(deps);
        // As a project's number stands there: in keys, in references, and as the version of its file.
        File.WriteAllText(deps, text.Replace("0.1.0", "0.1.17", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(deps));
        Assert.Contains("verdict: nothing to do", Diff(next), StringComparison.Ordinal);

        const string Package = "\"libraries\": { \"Added/2.0.0\": { \"type\": \"package\", \"serviceable\": true, \"sha512\": \"\" },";
        File.WriteAllText(deps, text.Replace("\"libraries\": {", Package, StringComparison.Ordinal));
        var run = ToolRun.Refused("HW3507", "diff", "--baseline", _app.Folder, "--new", next);
        Assert.Contains("HW7034: The new folder differs beside the code: GreetingHost.deps.json.", run.Error, StringComparison.Ordinal);
    }

    private string Diff(string next) => ToolRun.Done("diff", "--baseline", _app.Folder, "--new", next, "--strict").Output;

    private IEnumerable<string?> Woven() =>
        ToolRun.Json("weave", _app.Folder, "--all").GetProperty("files").EnumerateArray().Select(static f => f.GetString());

    private string NextFolder(string greeting)
    {
        var next = Path.Combine(_app.Beside, "next");
        TestApps.Copy(TestApps.Host, next);
        File.Copy(greeting, Path.Combine(next, "Greeting.dll"), overwrite: true);
        return next;
    }

    private void EditDeps(string old, string replacement)
    {
        var path = _app.File("GreetingHost.deps.json");
        var text = File.ReadAllText(path);
        var at = text.LastIndexOf(old, StringComparison.Ordinal);
        Assert.True(at > 0, text);
        File.WriteAllText(path, text[..at] + replacement + text[(at + old.Length)..]);
    }
}

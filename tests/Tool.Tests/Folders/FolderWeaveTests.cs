using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Folders;

public sealed class FolderWeaveTests : IDisposable
{
    private readonly PublishedApp _app = new();
    private readonly string _before;

    public FolderWeaveTests() => _before = _app.Snapshot();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_woven_folder_starts_by_its_host_and_by_dotnet()
    {
        ToolRun.Done("weave", _app.Folder, "--all");

        using var host = RunningApp.StartHost(_app.Folder);
        Assert.Equal("hello you, number 1", host.Ask("you"));
        using var dotnet = RunningApp.StartWithDotnet(_app.Folder);
        Assert.Equal("hello me, number 1", dotnet.Ask("me"));
    }

    [Fact]
    public void Its_own_assemblies_are_woven_and_the_host_finds_the_runtime()
    {
        var woven = ToolRun.Json("weave", _app.Folder, "--all");

        Assert.Equal("woven", woven.GetProperty("outcome").GetString());
        Assert.Equal(
            ["Greeting.dll", "Greeting.pdb", "GreetingHost.deps.json", "GreetingHost.dll", "GreetingHost.pdb", "GreetingHost.runtimeconfig.json", "HotWeave.Runtime.dll"],
            woven.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        ToolRun.Done("inspect", _app.File("Greeting.dll"));
        Assert.Contains("\"HotWeave.Runtime/", File.ReadAllText(_app.File("GreetingHost.deps.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Restoring_brings_back_every_byte_mode_and_time()
    {
        var time = File.GetLastWriteTimeUtc(_app.File("Greeting.dll"));
        ToolRun.Done("weave", _app.Folder, "--all");
        Assert.NotEqual(_before, _app.Snapshot());

        ToolRun.Done("weave", _app.Folder, "--restore");

        Assert.Equal(_before, _app.Snapshot());
        Assert.Equal(time, File.GetLastWriteTimeUtc(_app.File("Greeting.dll")));
        ToolRun.Refused("HW7109", "weave", _app.Folder, "--restore");
    }

    [Fact]
    public void Weaving_twice_changes_nothing()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        var woven = _app.Snapshot();

        Assert.Equal("already-woven", ToolRun.Json("weave", _app.Folder, "--all").GetProperty("outcome").GetString());
        Assert.Equal(woven, _app.Snapshot());
    }

    [Fact]
    public void The_same_folder_woven_elsewhere_has_the_same_bytes()
    {
        using var other = new PublishedApp();
        ToolRun.Done("weave", _app.Folder, "--all");
        ToolRun.Done("weave", other.Folder, "--all");
        Assert.Equal(_app.Snapshot(), other.Snapshot());
    }

    [Fact]
    public void Other_settings_weave_the_originals_again()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        var again = ToolRun.Json("weave", _app.Folder, "--include", "Greeting.*", "--small-methods", "export");

        Assert.Equal("woven", again.GetProperty("outcome").GetString());
        ToolRun.Refused("HW7031", "inspect", _app.File("GreetingHost.dll"));
        Assert.Contains("include=Greeting.*", ToolRun.Done("inspect", _app.File("Greeting.dll")).Output, StringComparison.Ordinal);

        ToolRun.Done("weave", _app.Folder, "--restore");
        Assert.Equal(_before, _app.Snapshot());
    }

    [Fact]
    public void Assemblies_can_be_named_one_after_the_other()
    {
        ToolRun.Done("weave", _app.Folder, "--all", "--assembly", "Greeting");
        ToolRun.Refused("HW7031", "inspect", _app.File("GreetingHost.dll"));
        ToolRun.Done("weave", _app.Folder, "--all", "--assembly", "*Host");
        ToolRun.Done("inspect", _app.File("GreetingHost.dll"));
        ToolRun.Done("inspect", _app.File("Greeting.dll"));

        ToolRun.Done("weave", _app.Folder, "--restore");
        Assert.Equal(_before, _app.Snapshot());
    }

    [Fact]
    public void A_new_deployment_over_a_woven_one_becomes_the_new_original()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        File.Copy(TestApps.Next, _app.File("Greeting.dll"), overwrite: true);
        File.Copy(Path.ChangeExtension(TestApps.Next, ".pdb"), _app.File("Greeting.pdb"), overwrite: true);
        ToolRun.Refused("HW7111", "weave", _app.Folder, "--restore");

        ToolRun.Done("weave", _app.Folder, "--all");
        using (var app = RunningApp.StartHost(_app.Folder))
            Assert.Equal("good day you, number 1", app.Ask("you"));

        ToolRun.Done("weave", _app.Folder, "--restore");
        Assert.Equal(File.ReadAllBytes(TestApps.Next), File.ReadAllBytes(_app.File("Greeting.dll")));
    }

    [Fact]
    public void A_damaged_original_is_not_restored()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        File.AppendAllText(_app.File(".hotweave/originals/Greeting.dll"), "x");
        var woven = _app.Snapshot();

        ToolRun.Refused("HW7110", "weave", _app.Folder, "--restore");
        Assert.Equal(woven, _app.Snapshot());
    }

    [Fact]
    public void A_dry_run_changes_nothing()
    {
        Assert.Contains("Greeting.dll: planned", ToolRun.Done("weave", _app.Folder, "--all", "--dry-run").Output, StringComparison.Ordinal);
        Assert.Equal(_before, _app.Snapshot());
    }

    [Fact]
    public void Owners_links_and_other_files_stay_as_they_are()
    {
        Directory.CreateDirectory(_app.File("data/deep"));
        File.WriteAllText(_app.File("data/deep/precious.txt"), "precious");
        File.CreateSymbolicLink(_app.File("data/link"), "deep/precious.txt");
        File.SetUnixFileMode(_app.File("Greeting.dll"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        ToolRun.Done("weave", _app.Folder, "--all");

        Assert.Equal("precious", File.ReadAllText(_app.File("data/link")));
        Assert.Equal("deep/precious.txt", new FileInfo(_app.File("data/link")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_app.File("Greeting.dll")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_app.File(".hotweave/originals/Greeting.dll")));
    }

    [Fact]
    public void A_link_to_the_folder_is_followed_and_stays()
    {
        var link = Path.Combine(_app.Beside, "current");
        Directory.CreateSymbolicLink(link, _app.Folder);

        ToolRun.Done("weave", link, "--all");

        Assert.Equal(_app.Folder, new DirectoryInfo(link).LinkTarget);
        ToolRun.Done("inspect", _app.File("Greeting.dll"));
    }

    [Fact]
    public void A_folder_that_a_process_runs_from_is_refused()
    {
        using var app = RunningApp.StartHost(_app.Folder);

        var run = ToolRun.Refused("HW7108", "weave", _app.Folder, "--all");

        Assert.Contains($"Process {app.Id} ", run.Error, StringComparison.Ordinal);
        Assert.Equal(_before, _app.Snapshot());
    }
}

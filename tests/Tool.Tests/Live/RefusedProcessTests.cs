using System.Diagnostics;
using System.Globalization;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Processes that cannot be swapped are refused with a reason, and live on untouched.</summary>
public sealed class RefusedProcessTests : IDisposable
{
    private readonly PublishedApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_dead_process()
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        Refused("HW7001", process.Id);
    }

    [Fact]
    public void A_thread_is_no_process()
    {
        var thread = Directory.GetDirectories($"/proc/{Environment.ProcessId}/task").Select(Path.GetFileName).First(t => t != Text(Environment.ProcessId));
        Refused("HW7001", int.Parse(thread!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_process_without_dotnet()
    {
        using var process = Process.Start("sleep", "60");
        Refused("HW7003", process.Id);
        Assert.False(process.HasExited);
        process.Kill();
    }

    [Fact]
    public void A_process_without_HotWeave_gets_no_agent()
    {
        using var process = RunningApp.StartHost(_app.Folder);

        Refused("HW7007", process.Id);

        Assert.DoesNotContain("HotWeave", File.ReadAllText($"/proc/{process.Id}/maps"), StringComparison.Ordinal);
        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC")]
    public void A_process_with_diagnostics_disabled(string variable)
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        using var process = RunningApp.StartHost(_app.Folder, (variable, "0"));

        Refused("HW7005", process.Id);

        Assert.Equal("hello you, number 1", process.Ask("you"));
        var listed = ToolRun.Json("ps").GetProperty("processes").EnumerateArray().Single(p => p.GetProperty("processId").GetInt32() == process.Id);
        Assert.Equal("diagnostics-off", listed.GetProperty("control").GetString());
        Assert.Equal("GreetingHost", listed.GetProperty("name").GetString());
        Assert.Equal(_app.Folder, listed.GetProperty("folder").GetString());
    }

    [Fact]
    public void A_process_whose_temporary_folder_takes_no_files()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        using var process = RunningApp.StartHost(_app.Folder, ("TMPDIR", "/proc"));

        // Its port could not be made there either, and that is what to mend.
        Refused("HW7005", process.Id);

        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    [Fact]
    public void A_process_with_startup_hooks_disabled()
    {
        var config = _app.File("GreetingHost.runtimeconfig.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(
            "\"configProperties\": {", "\"configProperties\": { \"System.StartupHookProvider.IsSupported\": false,", StringComparison.Ordinal));
        Assert.Contains("warning HW7119", ToolRun.Done("weave", _app.Folder, "--all").Error, StringComparison.Ordinal);
        using var process = RunningApp.StartHost(_app.Folder);

        Refused("HW7006", process.Id);

        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    [Fact]
    public void A_stopped_process()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        using var process = RunningApp.StartHost(_app.Folder);
        Signal("STOP", process.Id);

        Refused("HW7008", process.Id);

        Signal("CONT", process.Id);
        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    [Fact]
    public void A_process_of_another_user()
    {
        var process = ProcessReader.Read(Environment.ProcessId)!;

        var refused = Assert.Throws<RefusedException>(() => AgentInjector.CheckIdentity(process, process.UserId!.Value + 1));

        Assert.Equal("HW7002", refused.Diagnostic.Id);
    }

    [Fact]
    public void A_process_whose_control_folder_is_open_to_others()
    {
        ToolRun.Done("weave", _app.Folder, "--all");
        using var temp = new TemporaryFolder();
        using var process = RunningApp.StartHost(_app.Folder, ("TMPDIR", temp.Path));
        var folder = temp.File("hotweave-" + ProcessReader.Read(process.Id)!.UserId);

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        Refused("HW7009", process.Id);

        Directory.Delete(folder);
        Directory.CreateDirectory(temp.File("elsewhere"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(folder, temp.File("elsewhere"));
        Refused("HW7009", process.Id);

        File.Delete(folder);
        File.WriteAllText(folder, "");
        Refused("HW7009", process.Id);

        Assert.Equal("hello you, number 1", process.Ask("you"));
    }

    [Fact]
    public void A_process_whose_temporary_folder_has_too_long_a_path()
    {
        using var temp = new TemporaryFolder();
        var process = ProcessReader.Read(Environment.ProcessId)! with { TempFolder = temp.File(new string('x', 100)) };

        var refused = Assert.Throws<RefusedException>(() => ControlFolder.Open(process, AgentImage.Read()));

        Assert.Equal("HW7015", refused.Diagnostic.Id);
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    private static void Refused(string id, int process)
    {
        ToolRun.Refused(id, "status", "--pid", Text(process));
        Assert.Equal("refused", ToolRun.Json("rollback", "--pid", Text(process)).GetProperty("outcome").GetString());
    }

    private static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-" + name, Text(process)]);
        kill.WaitForExit();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

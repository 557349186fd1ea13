using System.Globalization;
using HotWeave.Tool.Tests.Harness;
using Mono.Cecil;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Processes by their names, and what is called how. The application has a name that no other process has.</summary>
public sealed class NamedProcessTests : IDisposable
{
    private const string Label = "2.3.1-hotfix4";
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"Named{Environment.ProcessId}");

    public NamedProcessTests()
    {
        using (var host = AssemblyDefinition.ReadAssembly(_app.File("GreetingHost.dll"), new ReaderParameters { InMemory = true }))
        {
            host.Name.Name = _name;
            host.Write(_app.File(_name + ".dll"));
        }

        File.Copy(_app.File("GreetingHost.runtimeconfig.json"), _app.File(_name + ".runtimeconfig.json"));
    }

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_process_is_found_by_its_name_and_several_take_a_patch_together()
    {
        var patch = Path.Combine(_app.Beside, "labelled.hotpatch");
        ToolRun.Done("patch", "--baseline", _app.File("Greeting.dll"), "--new", TestApps.Next, "-o", patch, "--label", Label);
        ToolRun.Refused("HW7049", "status", "--name", _name);

        using var one = Start();
        Assert.Contains($"process {one.Id}: .NET", ToolRun.Done("status", "--name", _name).Output, StringComparison.Ordinal);
        using var two = Start();
        Assert.Contains($"'{_name}'", ToolRun.Refused("HW7050", "status", "--name", _name).Error, StringComparison.Ordinal);
        ToolRun.Refused("HW7051", "apply", patch, "--name", _name, "--check");

        Assert.Equal(2, ToolRun.Json("apply", patch, "--name", _name).GetProperty("processes").GetArrayLength());
        var listed = ToolRun.Json("ps").GetProperty("processes").EnumerateArray().Where(p => p.GetProperty("name").GetString() == _name).ToList();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, static p => Assert.Equal((1, Label), (p.GetProperty("version").GetInt32(), p.GetProperty("label").GetString())));
        Assert.Contains($"1 ({Label})", ToolRun.Done("ps").Output, StringComparison.Ordinal);

        one.Kill();
        ToolRun.Done("rollback", "--name", _name);
        Assert.Contains("version 0 is current since ", ToolRun.Done("status", "--name", _name).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status", "--pid", "1", "--name", "a")]
    [InlineData("apply", "x.hotpatch")]
    [InlineData("apply", "x.hotpatch", "--all", "--name", "a")]
    [InlineData("apply", "x.hotpatch", "--pid", "1", "2", "--check")]
    [InlineData("patch", "-b", "a", "-n", "b", "-o", "c", "--label", "")]
    [InlineData("patch", "-b", "a", "-n", "b", "-o", "c", "--label", "two\nlines")]
    public void Which_process_and_what_name_are_said_once(params string[] arguments) => Assert.Equal(2, ToolRun.Of(arguments).ExitCode);

    private RunningApp Start() => RunningApp.Start("dotnet", ["exec", _app.File(_name + ".dll")], []);
}

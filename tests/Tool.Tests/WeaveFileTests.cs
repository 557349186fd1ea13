using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

public sealed class WeaveFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;
    private readonly string _output;

    public WeaveFileTests()
    {
        _input = _folder.File("Greeting.dll");
        _output = _folder.File("woven.dll");
        File.Copy(Path.Combine(TestApps.Host, "Greeting.dll"), _input);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weaving_writes_an_assembly_that_inspect_finds_woven()
    {
        var woven = ToolRun.Done("weave", _input, "-o", _output, "--all");
        Assert.Contains("woven, 1 type,", woven.Output, StringComparison.Ordinal);

        var inspected = ToolRun.Done("inspect", _output);
        Assert.Contains("export Greeting.Greeter.Greet(String)", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_weaving_twice_changes_nothing()
    {
        ToolRun.Done("weave", _input, "-o", _output, "--all");
        ToolRun.Done("weave", _input, "-o", _folder.File("again.dll"), "--all");
        var twice = ToolRun.Done("weave", _output, "-o", _folder.File("twice.dll"), "--all");

        Assert.Contains("woven already", twice.Output, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_output), File.ReadAllBytes(_folder.File("again.dll")));
        Assert.Equal(File.ReadAllBytes(_output), File.ReadAllBytes(_folder.File("twice.dll")));
    }

    [Fact]
    public void Patterns_select_and_deselect_types()
    {
        ToolRun.Done("weave", _input, "-o", _output, "--include", "Greeting.*", "Other.*", "--small-methods", "export");
        ToolRun.Refused("HW7032", "weave", _input, "-o", _output, "--all", "--exclude", "Greeting.*");
    }

    [Theory]
    [InlineData("overrides=common")]
    [InlineData("overrides", "--overrides")]
    [InlineData("", "--no-overrides")]
    public void What_is_said_of_overrides_is_what_they_are_open_for(string settings, params string[] options)
    {
        ToolRun.Done(["weave", _input, "-o", _output, "--all", .. options]);
        var inspected = ToolRun.Done("inspect", _output);
        Assert.Contains("all;small=accessors" + (settings.Length > 0 ? ";" + settings : ""), inspected.Output, StringComparison.Ordinal);
        Assert.Equal(settings.Length > 0, inspected.Output.Contains("overrides", StringComparison.Ordinal));
    }

    [Fact]
    public void Types_can_be_opened_for_overrides_and_interfaces()
    {
        ToolRun.Done("weave", _input, "-o", _output, "--all", "--overrides", "--interfaces");
        var inspected = ToolRun.Done("inspect", _output);

        Assert.Contains("overrides;interfaces", inspected.Output, StringComparison.Ordinal);
        Assert.Contains("export Greeting.Greeter.ToString()", inspected.Output, StringComparison.Ordinal);
        Assert.Contains("IsInterfaceImplemented", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        var run = ToolRun.Done("weave", _input, "--all", "--dry-run", "--verbose");

        Assert.Contains("planned, 1 type,", run.Output, StringComparison.Ordinal);
        Assert.Equal([_input], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void When_nothing_is_selected_nothing_is_written()
    {
        ToolRun.Refused("HW7032", "weave", _input, "-o", _output);
        Assert.False(File.Exists(_output));
    }

    [Fact]
    public void A_missing_input_is_refused() => ToolRun.Refused("HW1001", "weave", _folder.File("none.dll"), "-o", _output, "--all");

    [Fact]
    public void An_output_that_cannot_be_written_is_refused_and_leaves_nothing()
    {
        // A file where a folder should be: not even root gets past that.
        ToolRun.Refused("HW5001", "weave", _input, "-o", Path.Combine(_input, "woven.dll"), "--all");
        Assert.Equal([_input], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_truncated_input_is_refused_and_an_existing_output_stays(int length)
    {
        File.WriteAllBytes(_input, File.ReadAllBytes(_input)[..length]);
        File.WriteAllText(_output, "precious");

        var run = ToolRun.Of("weave", _input, "-o", _output, "--all");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("error HW1\\d\\d\\d: ", run.Error);
        Assert.Equal("precious", File.ReadAllText(_output));
    }
}

using System.Diagnostics;
using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>A developer's session from its start to its end: saves, a mistake, a change that needs a restart, keys.</summary>
public sealed class DevSessionTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    private const string Main = """
        var greeter = new Greeter();
        while (true)
        {
            Console.WriteLine(greeter.Greet(args[0]));
            Thread.Sleep(20);
        }
        """;

    private const string Sized = """
        var greeter = new Greeter();
        while (true)
        {
            Console.WriteLine($"{greeter.Greet(args[0])} {Environment.WorkingSet};");
            Thread.Sleep(20);
        }
        """;

    private const string Greeter = """
        class Greeter
        {
            private int _count;

            public string Greet(string name) => $"hello {name} {++_count};";
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public DevSessionTests()
    {
        File.WriteAllText(_folder.File("Directory.Build.props"), "<Project />");
        File.WriteAllText(_folder.File("Greetings.csproj"), Project);
        File.WriteAllText(_folder.File("Program.cs"), Main);
        Save(Greeter);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Saves_go_live_and_back_and_a_restart_takes_the_rest()
    {
        using var terminal = new DevTerminal(_folder.Path, "-- you");
        terminal.WaitFor("watching for changes");
        terminal.WaitFor("hello you ");

        Save(Greeter.Replace("hello", "good day", StringComparison.Ordinal));
        Assert.StartsWith("live: Greeter.Greet changed", terminal.WaitFor("live: "), StringComparison.Ordinal);
        // Its count goes on.
        Assert.DoesNotContain("good day you 1;", terminal.WaitFor("good day you "), StringComparison.Ordinal);

        Save(Greeter.Replace("hello", Word, StringComparison.Ordinal));
        Assert.Contains("Greeter.cs(5,", terminal.WaitFor("not built: "), StringComparison.Ordinal);

        terminal.Press('u');
        terminal.WaitFor("taken back: version 1 -> 0");
        terminal.WaitFor("hello you ");
        terminal.Press('v');
        terminal.WaitFor("version 0  current");

        Save("class Base { public int Kept; }\n" + Greeter.Replace("class Greeter", "class Greeter : Base", StringComparison.Ordinal));
        Assert.Contains("HW3005", terminal.WaitFor("restart needed: "), StringComparison.Ordinal);
        terminal.Press('r');
        terminal.WaitFor("started Greetings");
        terminal.WaitFor("hello you 1;");

        terminal.Press('q');
        terminal.WaitFor("1 change went live, 2 starts");
        Assert.Equal(0, terminal.WaitForEnd());
    }

    // Two hundred saves with HOTWEAVE_FULL_SIZE=1, else some.
    [Fact]
    public void Save_after_save_goes_live_without_a_restart_and_the_program_does_not_grow()
    {
        const int settled = 10;
        var saves = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? 200 : settled + 2;
        File.WriteAllText(_folder.File("Program.cs"), Sized);
        using var terminal = new DevTerminal(_folder.Path, "-- you");
        terminal.WaitFor("watching for changes");
        var sizes = new List<long>();
        for (var i = 1; i <= saves; i++)
        {
            Save(Greeter.Replace("hello", $"hello{i}", StringComparison.Ordinal)
                .Replace("_count;", $"_count;\n    private int Other{i % 7} => {i};", StringComparison.Ordinal));
            Assert.StartsWith("live", terminal.WaitFor("live"), StringComparison.Ordinal);
            var words = terminal.WaitFor($"hello{i} you ").Split(' ');
            sizes.Add(long.Parse(words[3].TrimEnd(';'), CultureInfo.InvariantCulture));
        }

        terminal.Press('q');
        terminal.WaitFor($"{saves} changes went live, 1 start");
        var found = string.Join(" ", sizes.Select(static s => s / 1_000_000));
        Assert.True(sizes[^1] <= sizes[settled - 1] * 1.1, $"more than a tenth since save {settled}, in MB: {found}");
    }

    [Fact]
    public void A_program_that_ends_and_leaves_another_behind_with_its_output_is_not_waited_for()
    {
        File.WriteAllText(_folder.File("Program.cs"), """
            var left = System.Diagnostics.Process.Start("sleep", "600");
            Console.WriteLine($"left {left.Id};");
            """);
        using var terminal = new DevTerminal(_folder.Path, "");
        var line = terminal.WaitFor("left ");
        using var left = Process.GetProcessById(int.Parse(line["left ".Length..].Split(';')[0], CultureInfo.InvariantCulture));
        try
        {
            terminal.WaitFor("watching for changes");
            terminal.WaitFor("ended with exit code 0");
            terminal.Press('q');
            Assert.Equal(0, terminal.WaitForEnd());
            Assert.False(left.HasExited);
        }
        finally
        {
            left.Kill();
        }
    }

    [Fact]
    public void HW7166_what_does_not_build_is_named()
    {
        Save("class Greeter {");

        var run = ToolRun.Refused("HW7166", "dev", _folder.Path);

        Assert.Contains("Greeter.cs(1,", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HW7161", "<Project><PropertyGroup>", "Greetings.csproj")]
    [InlineData("HW7162", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>", "Greetings.csproj")]
    [InlineData("HW7163", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFrameworks>net8.0;net10.0</TargetFrameworks></PropertyGroup></Project>", "Greetings.csproj")]
    [InlineData("HW7167", Project, "elsewhere")]
    public void A_project_that_cannot_run_is_named(string id, string project, string name)
    {
        File.WriteAllText(_folder.File("Greetings.csproj"), project);

        Assert.Contains(_folder.Path, ToolRun.Refused(id, "dev", _folder.File(name)).Error, StringComparison.Ordinal);
    }

    private const string Word = "{Nobody}";

    private void Save(string text) => File.WriteAllText(_folder.File("Greeter.cs"), text);
}

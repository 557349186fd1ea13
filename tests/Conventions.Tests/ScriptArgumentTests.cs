using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What pages, pipelines and the scripts' own headers pass to the scripts of <c>build</c>, these take.</summary>
public sealed partial class ScriptArgumentTests
{
    [Fact]
    public void Every_argument_that_is_shown_for_a_script_is_one_that_it_takes()
    {
        var shown = SourceTree.Files
            .Where(static f => f != "CHANGELOG.md" && (f.EndsWith(".md", StringComparison.Ordinal) || f.EndsWith(".yml", StringComparison.Ordinal) || ScriptFile().IsMatch(f)))
            .SelectMany(static file => Commands().Matches(SourceTree.Read(file)).Select(match => (File: file, Command: match))).ToList();
        Assert.True(shown.Count > 20);
        Convention.Holds(shown.SelectMany(static s => FindFaults(s.Command).Select(fault => $"{s.File}: {s.Command.Value.Trim()}: {fault}")));
    }

    // The check itself.
    [Theory]
    [InlineData("dotnet run build/pack.cs -- --check", 0)]
    [InlineData("dotnet run build/pack.cs -- --chekc", 1)]
    [InlineData("dotnet run build/demo.cs -- 7", 1)]
    [InlineData("dotnet run build/sample.cs -- Fleet      the fleet", 0)]
    [InlineData("dotnet run build/sample.cs -- Feet", 1)]
    [InlineData("dotnet run build/test.cs -- Weaver Rumtime", 1)]
    public void An_argument_that_a_script_does_not_take_is_found(string line, int count) => Assert.Equal(count, FindFaults(Commands().Match(line)).Count());

    private static IEnumerable<string> FindFaults(Match command)
    {
        var name = command.Groups[1].Value;
        string[] arguments = [.. command.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static a => !a.StartsWith('<') && !a.StartsWith('$'))];
        if (arguments.Length == 0 || !SourceTree.Files.Contains($"build/{name}"))
            return [];
        var script = SourceTree.Read($"build/{name}");
        if (!Arguments().IsMatch(script))
            return ["the script takes no argument"];
        return arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) ? !script.Contains($"\"{argument}\"", StringComparison.Ordinal)
            : name switch
            {
                "sample.cs" => !SourceTree.Files.Any(f => f.StartsWith($"samples/{argument}/", StringComparison.Ordinal)),
                "test.cs" => !SourceTree.Files.Any(f => TestProject().Match(f) is { Success: true } project && project.Groups[1].Value.Contains(argument, StringComparison.OrdinalIgnoreCase)),
                _ => false,
            });
    }

    // Two spaces end a command in a table or a header.
    [GeneratedRegex(@"dotnet run build/([\w-]+\.cs)(?: -- ((?:(?!  )[^`\n|#""])*))?")]
    private static partial Regex Commands();

    [GeneratedRegex(@"\bargs\b")]
    private static partial Regex Arguments();

    [GeneratedRegex("^build/[^/]+\\.cs$")]
    private static partial Regex ScriptFile();

    [GeneratedRegex(@"^tests/.*?([^/]+\.Tests)\.csproj$")]
    private static partial Regex TestProject();
}

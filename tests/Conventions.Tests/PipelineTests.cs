using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What the pipelines run, everybody can run: each step is one command line over files of the repository.</summary>
public sealed partial class PipelineTests
{
    private static readonly string[] s_pipelines = [.. SourceTree.FilesUnder(".github/workflows", ".yml")];

    [Fact]
    public void A_step_is_one_line()
    {
        Assert.NotEmpty(s_pipelines);
        Convention.Holds(Runs().Where(static run => run.Command is "|" or ">" or "").Select(static run => $"{run.File}: a step of several lines belongs in a script of build/"));
    }

    [Fact]
    public void Scripts_and_projects_that_pipelines_and_pages_name_exist() =>
        Convention.Holds(Runs().Concat(PageCommands())
            .SelectMany(static run => NamedFiles().Matches(run.Command).Select(match => (run.File, Name: match.Groups[1].Value.TrimEnd('/'))))
            .Where(static named => !SourceTree.Files.Any(f => f == named.Name || f.StartsWith(named.Name + "/", StringComparison.Ordinal)))
            .Select(static named => $"{named.File} names {named.Name}"));

    [Fact]
    public void Every_pipeline_starts_with_the_right_to_read_alone() =>
        Convention.Holds(s_pipelines.Where(static file => !SourceTree.Read(file).Contains("\npermissions:\n  contents: read\n", StringComparison.Ordinal)));

    [Fact]
    public void A_checkout_leaves_no_credentials_behind() =>
        Convention.Holds(s_pipelines.Where(static file => SourceTree.Read(file) is var text
            && Checkouts().Count(text) != text.Split("persist-credentials: false").Length - 1));

    private static IEnumerable<(string File, string Command)> Runs() =>
        s_pipelines.SelectMany(static file => RunLines().Matches(SourceTree.Read(file)).Select(match => (file, match.Groups[1].Value.Trim())));

    private static IEnumerable<(string File, string Command)> PageCommands() =>
        SourceTree.Files.Where(static f => f.EndsWith(".md", StringComparison.Ordinal) && f != "CHANGELOG.md")
            .SelectMany(static file => Commands().Matches(SourceTree.Read(file)).Select(match => (file, match.Value)));

    [GeneratedRegex(@"^\s*-?\s*run:(.*)$", RegexOptions.Multiline)]
    private static partial Regex RunLines();

    [GeneratedRegex("dotnet (?:run|pack|test|build) [^`\n|]*")]
    private static partial Regex Commands();

    [GeneratedRegex(@"(?<=\s)((?:build|src|tests)/[\w./-]+)")]
    private static partial Regex NamedFiles();

    [GeneratedRegex(@"uses: actions/checkout@")]
    private static partial Regex Checkouts();
}

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

    [Fact]
    public void Every_action_is_pinned_to_a_commit_and_says_its_version() =>
        Convention.Holds(s_pipelines.SelectMany(static file => Uses().Matches(SourceTree.Read(file)).Select(match => (file, Action: match.Groups[1].Value.Trim())))
            .Where(static use => !Pinned().IsMatch(use.Action))
            .Select(static use => $"{use.file} uses {use.Action}"));

    [Fact]
    public void An_action_has_one_version_in_all_pipelines() =>
        Convention.Holds(s_pipelines.SelectMany(static file => Uses().Matches(SourceTree.Read(file))).Select(static match => match.Groups[1].Value.Trim().Split('@'))
            .GroupBy(static parts => parts[0], static parts => parts[1])
            .Where(static versions => versions.Distinct().Count() > 1)
            .Select(static versions => $"{versions.Key}: {string.Join(", ", versions.Distinct())}"));

    [Fact]
    public void Every_job_ends_and_runs_on_a_machine_that_is_named_with_its_version() =>
        Convention.Holds(s_pipelines.SelectMany(static file => Jobs(SourceTree.Read(file)).SelectMany(job => FindFaults(job).Select(fault => $"{file}: {fault}"))));

    // What somebody else writes into a title or a branch's name must not become part of a command.
    [Fact]
    public void No_command_line_has_an_expression_but_of_its_own_matrix() =>
        Convention.Holds(Runs().Where(static run => Expressions().Matches(run.Command).Any(static e => !e.Value.Contains("matrix.", StringComparison.Ordinal)))
            .Select(static run => $"{run.File}: {run.Command}"));

    [Fact]
    public void No_pipeline_runs_the_code_of_others_with_its_own_rights() =>
        Convention.Holds(s_pipelines.Where(static file => SourceTree.Read(file).Contains("pull_request_target", StringComparison.Ordinal)
            || SourceTree.Read(file).Contains("workflow_run", StringComparison.Ordinal)));

    // The checks themselves.
    [Theory]
    [InlineData("jobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n  b:\n    runs-on: ${{ matrix.system }}\n    timeout-minutes: 5\n", 0)]
    [InlineData("jobs:\n  a:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n", 1)]
    [InlineData("jobs:\n  a:\n    runs-on: ubuntu-24.04\n  b:\n    runs-on: macos-15\n    timeout-minutes: 5\n", 1)]
    public void What_a_job_lacks_is_found(string text, int count) => Assert.Equal(count, Jobs(text).SelectMany(FindFaults).Count());

    private static IEnumerable<string> FindFaults(string job)
    {
        var name = job.Split(':')[0].Trim();
        if (!job.Contains("\n    timeout-minutes: ", StringComparison.Ordinal))
            yield return $"{name} has no timeout-minutes";
        if (!Machine().IsMatch(job))
            yield return $"{name} runs on a machine whose version is not named";
    }

    private static IEnumerable<string> Jobs(string text) => JobStarts().Split(text[text.IndexOf("jobs:", StringComparison.Ordinal)..]).Skip(1);

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

    [GeneratedRegex(@"uses: (.*)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\$\{\{.*?\}\}")]
    private static partial Regex Expressions();

    [GeneratedRegex(@"\n    runs-on: (?:(?:ubuntu|windows|macos)-\d[\w.-]*|\$\{\{ matrix\.system \}\})(?:\n|$)")]
    private static partial Regex Machine();

    [GeneratedRegex(@"\n  (?=[\w-]+:\n)")]
    private static partial Regex JobStarts();

    [GeneratedRegex(@"uses: actions/checkout@")]
    private static partial Regex Checkouts();
}

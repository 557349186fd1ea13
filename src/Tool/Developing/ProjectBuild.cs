using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HotWeave.Tool.Developing;

/// <summary>How a build ended.</summary>
/// <param name="IsDone">Whether the program is built.</param>
/// <param name="Errors">What the compiler or MSBuild refused, as they wrote it.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record BuildResult(bool IsDone, IReadOnlyList<string> Errors, TimeSpan Elapsed);

/// <summary>Builds a project as a release, by the SDK, so that it is built as it is for deployment.</summary>
internal sealed partial class ProjectBuild(ProjectFacts project, DevRequest request)
{
    /// <summary>Builds.</summary>
    /// <param name="restores">Whether packages are restored first; else what is restored is taken.</param>
    public BuildResult Run(bool restores)
    {
        var watch = Stopwatch.StartNew();
        List<string> arguments = ["build", project.Path, "-c", request.Configuration, "--nologo", "-v", "q", "-tl:off", "-clp:NoSummary"];
        if (request.Framework is { } framework)
            arguments.AddRange(["-f", framework]);
        if (!restores)
            arguments.Add("--no-restore");
        var run = DotnetCommand.Run([.. arguments]);
        var errors = run.Lines.Where(static l => ErrorLine().IsMatch(l)).Select(WithoutProject).Distinct().ToList();
        if (run.ExitCode != 0 && errors.Count == 0)
            errors.AddRange(run.Lines.Where(static l => l.Length > 0).TakeLast(5));
        return new BuildResult(run.ExitCode == 0, errors, watch.Elapsed);
    }

    // Each message ends with the project that it belongs to, in brackets.
    private static string WithoutProject(string line) => ProjectAtEnd().Replace(line.Trim(), "");

    [GeneratedRegex(@"(^|: |\s)error( [A-Za-z]+\d+)?\s?:", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@" \[[^\[\]]*proj[^\[\]]*\]$", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectAtEnd();
}

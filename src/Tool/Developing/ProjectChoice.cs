using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>The projects that a command line means.</summary>
internal static class ProjectChoice
{
    /// <summary>Finds them.</summary>
    /// <param name="names">Project files, folders with one, or a solution, whose programs are meant; none for the current folder.</param>
    /// <param name="request">How projects are read.</param>
    /// <exception cref="RefusedException">HW7161, HW7167.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> names, DevRequest request) =>
        [.. (names.Count == 0 ? ["."] : names).SelectMany(name => Find(Path.GetFullPath(name), request)).Distinct()];

    private static List<string> Find(string path, DevRequest request)
    {
        if (IsSolution(path))
            return FindPrograms(path, request);
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw Refuse(path, "it does not exist");
        var projects = Directory.GetFiles(path, "*.*proj").Order(StringComparer.Ordinal).ToList();
        if (projects.Count == 1)
            return projects;
        var solutions = Directory.GetFiles(path).Where(IsSolution).ToList();
        return projects.Count == 0 && solutions.Count == 1
            ? FindPrograms(solutions[0], request)
            : throw Refuse(path, projects.Count > 1 ? $"it holds {projects.Count}" : "it holds none");
    }

    private static bool IsSolution(string path) =>
        File.Exists(path) && (path.EndsWith(".sln", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase));

    private static List<string> FindPrograms(string solution, DevRequest request)
    {
        var run = DotnetCommand.Run("sln", solution, "list");
        var folder = Path.GetDirectoryName(solution)!;
        var projects = run.Lines.Where(static l => l.EndsWith("proj", StringComparison.OrdinalIgnoreCase)).Select(l => Path.GetFullPath(l, folder))
            .Where(File.Exists).Where(path => ProjectFacts.IsRunnable(path, request)).Order(StringComparer.Ordinal).ToList();
        return projects.Count > 0 ? projects : throw Refuse(solution, "none of its projects is a program");
    }

    private static RefusedException Refuse(string path, string why) => new(DevDiagnostics.NoProject.With(path, why));
}

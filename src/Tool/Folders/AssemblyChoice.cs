using System.Text.RegularExpressions;
using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>The assemblies of a folder that are woven.</summary>
/// <param name="Files">Their file names, in ordinal order.</param>
/// <param name="Left">What is said of those that belong to them and are not woven.</param>
internal sealed record AssemblyChoice(IReadOnlyList<string> Files, IReadOnlyList<Diagnostic> Left)
{
    /// <summary>
    /// Chooses those that the patterns name; without patterns the application's own: what its <c>deps.json</c> calls projects, or its main assembly
    /// where there is no such file, and what those refer to that no package owns.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="patterns">The patterns.</param>
    /// <param name="mayBeComposite">Whether one may be part of a composite image, which only matters where the folder is to be started.</param>
    /// <exception cref="RefusedException">HW7106: a pattern names none; HW7105: one is part of a composite image.</exception>
    public static AssemblyChoice Choose(AppFolder folder, IReadOnlyList<string> patterns, bool mayBeComposite = false)
    {
        var chosen = patterns.Count > 0 ? Named(folder, patterns) : Own(folder);
        var (found, left) = UnlistedAssemblies.Find(folder.Path, chosen, AssembliesOf(folder, "package", "runtimepack"));
        var unlisted = found.Where(static file => !IsOurs(file)).ToList();
        // Without the list nobody knows what is the application's, and who names some wants no others.
        if (patterns.Count == 0 && folder.Apps.All(static a => a.Deps is not null))
            chosen.UnionWith(unlisted);
        else if (unlisted.Count > 0)
            left = [.. left, UseDiagnostics.ReferredUnwoven.With(string.Join(", ", unlisted))];

        chosen.RemoveWhere(file => !File.Exists(Path.Combine(folder.Path, file)));
        foreach (var file in chosen)
        {
            var path = Path.Combine(folder.Path, file);
            if (!mayBeComposite && ManagedFile.Read(path) is { IsCompositeComponent: true })
                throw new RefusedException(UseDiagnostics.Composite.With(path));
        }

        return new AssemblyChoice([.. chosen], left);
    }

    private static HashSet<string> AssembliesOf(AppFolder folder, params string[] types) =>
        types.SelectMany(type => folder.Apps.SelectMany(a => a.Deps?.AssembliesOf(type) ?? [])).ToHashSet(StringComparer.Ordinal);

    private static SortedSet<string> Own(AppFolder folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var app in folder.Apps)
        {
            files.Add(app.MainAssembly);
            files.UnionWith(app.Deps?.AssembliesOf("project") ?? []);
        }

        files.RemoveWhere(IsOurs);
        return files;
    }

    private static SortedSet<string> Named(AppFolder folder, IReadOnlyList<string> patterns)
    {
        var framework = AssembliesOf(folder, "runtimepack");
        var candidates = Directory.EnumerateFiles(folder.Path, "*.dll")
            .Select(path => Path.GetFileName(path)!)
            .Where(file => !framework.Contains(file) && !IsOurs(file) && ManagedFile.IsAssembly(Path.Combine(folder.Path, file)))
            .ToArray();

        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var expression = new Regex("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
            var matches = candidates.Where(file => expression.IsMatch(Path.GetFileNameWithoutExtension(file))).ToArray();
            if (matches.Length == 0)
                throw new RefusedException(UseDiagnostics.NoSuchAssembly.With(pattern, folder.Path));
            files.UnionWith(matches);
        }

        return files;
    }

    // And what weaves a process from within, where it came as a file and no package owns it.
    private static bool IsOurs(string file) =>
        file is "HotWeave.Runtime.dll" or "HotWeave.Weaver.dll" or "HotWeave.Agent.dll" or "HotWeave.Harmony.dll" or "0Harmony.dll";
}

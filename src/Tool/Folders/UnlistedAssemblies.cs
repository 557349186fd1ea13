using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>
/// The assemblies of a folder that belong to the application although its <c>deps.json</c> calls them no project: those that its own code refers
/// to, directly or through each other, and that no package and no framework owns. Project references that are private are of this kind.
/// </summary>
internal sealed class UnlistedAssemblies
{
    // Those that .NET and its extensions are signed with.
    private static readonly HashSet<string> s_frameworkKeys = new(StringComparer.Ordinal)
    {
        "b03f5f7f11d50a3a", "b77a5c561934e089", "7cec85d7bea7798e", "cc7b13ffcd2ddd51", "adb9793829ddae60", "31bf3856ad364e35",
    };

    private readonly string _folder;
    private readonly HashSet<string> _owned;
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _left = [];

    private UnlistedAssemblies(string folder, HashSet<string> owned)
    {
        _folder = folder;
        _owned = owned;
    }

    /// <summary>Finds them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="own">The file names of the assemblies that are known to be the application's.</param>
    /// <param name="owned">The file names of those that packages and frameworks own.</param>
    /// <returns>Their file names, and what is said of those among them that cannot be woven.</returns>
    public static (IReadOnlyCollection<string> Files, IReadOnlyList<Diagnostic> Left) Find(
        string folder, IReadOnlyCollection<string> own, HashSet<string> owned)
    {
        var search = new UnlistedAssemblies(folder, owned);
        search.Follow(own);
        return (search._found, search._left);
    }

    private void Follow(IReadOnlyCollection<string> own)
    {
        var seen = own.ToHashSet(StringComparer.Ordinal);
        var waiting = new Queue<string>(own);
        while (waiting.TryDequeue(out var file))
        {
            foreach (var reference in ReferencesOf(Path.Combine(_folder, file)))
            {
                if (seen.Add(reference) && IsUnlisted(reference))
                    waiting.Enqueue(reference);
            }
        }
    }

    private bool IsUnlisted(string file)
    {
        var path = Path.Combine(_folder, file);
        if (_owned.Contains(file) || !File.Exists(path) || ManagedFile.Read(path) is not { } assembly || s_frameworkKeys.Contains(assembly.PublicKeyToken))
            return false;
        if (assembly.IsCompositeComponent)
            _left.Add(UseDiagnostics.LeftUnwoven.With(file, "it is part of a composite ReadyToRun image"));
        else if (assembly.IsMixed)
            _left.Add(UseDiagnostics.LeftUnwoven.With(file, "it mixes managed with native code"));
        else
            _found.Add(file);
        return true;
    }

    private static IEnumerable<string> ReferencesOf(string path) =>
        File.Exists(path) && ManagedFile.Read(path) is { } assembly ? assembly.References.Select(static r => r + ".dll") : [];
}

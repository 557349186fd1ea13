namespace HotWeave.Tool.Developing;

/// <summary>What a changed file asks for.</summary>
internal enum SourceKind
{
    /// <summary>Nothing: a build wrote it, or the program itself.</summary>
    None,

    /// <summary>A build.</summary>
    Code,

    /// <summary>A build that restores packages first: it says how the project is built.</summary>
    Project,
}

/// <summary>Tells a file that a build reads from others.</summary>
internal static class SourceFile
{
    private static readonly HashSet<string> s_code = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".vb", ".fs", ".fsi", ".razor", ".cshtml", ".resx", ".proto", ".json", ".xml", ".config", ".editorconfig", ".globalconfig",
    };

    private static readonly HashSet<string> s_project = new(StringComparer.OrdinalIgnoreCase) { ".csproj", ".vbproj", ".fsproj", ".props", ".targets" };

    private static readonly HashSet<string> s_left = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", "wwwroot" };

    /// <summary>Classifies a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="root">The folder that is watched.</param>
    /// <param name="outputs">Folders that builds write to.</param>
    public static SourceKind Classify(string path, string root, IReadOnlyList<string> outputs)
    {
        var parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
        if (parts[..^1].Any(static p => p.StartsWith('.') || s_left.Contains(p)) || outputs.Any(o => path.StartsWith(o, StringComparison.Ordinal)))
            return SourceKind.None;
        var extension = Path.GetExtension(path);
        if (s_project.Contains(extension))
            return SourceKind.Project;
        return s_code.Contains(extension) ? SourceKind.Code : SourceKind.None;
    }
}

namespace HotWeave.Tool.Processes;

/// <summary>
/// Follows a path inside another root, as a process sees it that has that root. Through <c>/proc/N/root</c> alone, an absolute link would lead back
/// into this process's own files.
/// </summary>
internal static class RootedPath
{
    // As many as the kernel follows.
    private const int MostLinks = 40;

    /// <summary>The path without links, below the root.</summary>
    /// <param name="root">The root, such as <c>/proc/N/root</c>.</param>
    /// <param name="path">An absolute path, seen from the root.</param>
    public static string Resolve(string root, string path)
    {
        var waiting = new Stack<string>(Parts(path).Reverse());
        var resolved = new List<string>();
        var links = 0;
        while (waiting.TryPop(out var part))
        {
            if (part == "..")
            {
                if (resolved.Count > 0)
                    resolved.RemoveAt(resolved.Count - 1);
                continue;
            }

            resolved.Add(part);
            if (TargetOf(root + "/" + string.Join('/', resolved)) is not { } target || ++links > MostLinks)
                continue;
            resolved.RemoveAt(resolved.Count - 1);
            if (target.StartsWith('/'))
                resolved.Clear();
            foreach (var step in Parts(target).Reverse())
                waiting.Push(step);
        }

        return root + "/" + string.Join('/', resolved);
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(static part => part is not ("" or "."));

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at is not followed; opening it will say why.
            return null;
        }
    }
}

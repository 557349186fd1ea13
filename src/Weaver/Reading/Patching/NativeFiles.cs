namespace HotWeave.Weaver.Reading.Patching;

/// <summary>Finds native libraries where builds, publish output and packages have them.</summary>
internal static class NativeFiles
{
    /// <summary>
    /// The file of a library that code of an assembly binds to, by its path from the assembly's folder or package; null where it is none of
    /// the build's, such as one of the system's.
    /// </summary>
    /// <param name="folder">The folder of the assembly.</param>
    /// <param name="name">The library as code names it.</param>
    public static string? Find(string folder, string name)
    {
        // The names that the runtime tries, on any system.
        string[] files = [name, name + ".dll", name + ".so", "lib" + name + ".so", name + ".dylib", "lib" + name + ".dylib"];
        return Roots(folder)
            .SelectMany(static root => Places(root).Select(place => (Root: root, Place: place)))
            .SelectMany(p => files.Select(f => (p.Root, Path: Path.Combine(p.Place, f))))
            .Where(static p => File.Exists(p.Path))
            .Select(static p => p.Path.Substring(p.Root.Length).TrimStart(Path.DirectorySeparatorChar).Replace('\\', '/'))
            .FirstOrDefault();
    }

    // A package has its assemblies in lib/<framework>, and runtimes beside lib.
    private static IEnumerable<string> Roots(string folder)
    {
        yield return folder;
        if (Path.GetDirectoryName(folder) is { } above && Path.GetFileName(above) == "lib")
            yield return Path.GetDirectoryName(above)!;
    }

    private static IEnumerable<string> Places(string root)
    {
        var runtimes = Path.Combine(root, "runtimes");
        var native = Directory.Exists(runtimes) ? Directory.GetDirectories(runtimes).OrderBy(static r => r, StringComparer.Ordinal).Select(static r => Path.Combine(r, "native")) : [];
        return native.Prepend(root);
    }
}

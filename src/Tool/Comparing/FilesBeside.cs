using HotWeave.Tool.Folders;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading.Patching;

namespace HotWeave.Tool.Comparing;

/// <summary>What a release changes beside the code that is compared. A patch carries none of it.</summary>
/// <param name="Content">Files that hold no managed code: content, configuration, native libraries; by their paths in the folder, in ordinal order.</param>
/// <param name="Code">Assemblies that are not woven where they are deployed, or that only one of the folders has.</param>
internal sealed record FilesBeside(IReadOnlyList<string> Content, IReadOnlyList<string> Code)
{
    /// <summary>Nothing.</summary>
    public static FilesBeside None { get; } = new([], []);

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All => [.. Content.Concat(Code).Order(StringComparer.Ordinal)];

    /// <summary>The files of two application folders that differ or that only one has; none where an input is a file.</summary>
    /// <param name="baseline">The deployed folder.</param>
    /// <param name="new">The new one.</param>
    /// <param name="carried">Assemblies that the patch brings.</param>
    public static FilesBeside Find(string baseline, string @new, IReadOnlyList<string> carried)
    {
        if (!Directory.Exists(baseline) || !Directory.Exists(@new))
            return None;
        var code = new UnwovenCode(baseline, @new);
        var differing = FindDiffering(baseline, @new, carried).ToLookup(f => IsCode(baseline, @new, f));
        return new FilesBeside([.. differing[false]], [.. differing[true].Where(code.Differs)]);
    }

    /// <summary>The files of two application folders that hold no managed code and differ, or that only one has: without a look into assemblies.</summary>
    public static IEnumerable<string> FindContent(string baseline, string @new) =>
        FindDiffering(baseline, @new, []).Where(f => !IsCode(baseline, @new, f));

    private static IEnumerable<string> FindDiffering(string baseline, string @new, IReadOnlyList<string> carried)
    {
        // What is unreadable among them has been reported where they were compared.
        var compared = PatchInputPaths.Find(baseline, @new, new DiagnosticSink()).Select(static p => Path.GetFileName(p.Baseline))
            .Concat(carried.Select(static d => d + ".dll")).ToHashSet(StringComparer.Ordinal);
        return Files(baseline).Union(Files(@new))
            .Where(f => !compared.Contains(f) && !IsSatelliteOf(compared, f) && !carried.Any(d => f.EndsWith($"/{d}.resources.dll", StringComparison.Ordinal)))
            .Where(f => !AreSame(Deployed(baseline, f), Path.Combine(@new, f)))
            .Order(StringComparer.Ordinal);
    }

    // The resources of what is compared are compared with it, for each culture.
    private static bool IsSatelliteOf(HashSet<string> assemblies, string file)
    {
        const string Satellite = ".resources.dll";
        var parts = file.Split('/');
        return parts.Length == 2 && parts[1].EndsWith(Satellite, StringComparison.Ordinal) && assemblies.Contains(parts[1][..^Satellite.Length] + ".dll");
    }

    private static bool IsCode(string baseline, string @new, string file) =>
        UnwovenCode.IsAssembly(Deployed(baseline, file)) || UnwovenCode.IsAssembly(Path.Combine(@new, file));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
        .Where(static f => !f.StartsWith(FolderRecord.FolderName + "/", StringComparison.Ordinal) && !IsOfNoMatter(f));

    // Symbols travel in the patch; the runtime may have been added by weaving.
    private static bool IsOfNoMatter(string file) =>
        file.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file) == "HotWeave.Runtime.dll";

    // What weaving a folder changed is compared as it was published.
    private static string Deployed(string folder, string file)
    {
        var original = Path.Combine(folder, FolderRecord.OriginalOf(file));
        return File.Exists(original) ? original : Path.Combine(folder, file);
    }

    private static bool AreSame(string deployed, string @new)
    {
        if (!File.Exists(deployed) || !File.Exists(@new))
            return false;
        if (deployed.EndsWith(".deps.json", StringComparison.Ordinal))
            return DepsComparison.AreSame(deployed, @new);
        return new FileInfo(deployed).Length == new FileInfo(@new).Length && File.ReadAllBytes(deployed).AsSpan().SequenceEqual(File.ReadAllBytes(@new));
    }
}

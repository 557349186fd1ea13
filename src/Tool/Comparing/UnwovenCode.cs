using HotWeave.Tool.Folders;
using HotWeave.Weaver;

namespace HotWeave.Tool.Comparing;

/// <summary>Compares assemblies that are not woven where they are deployed: whether one does otherwise, not whether it was built again.</summary>
internal sealed class UnwovenCode(string baseline, string @new)
{
    // Packages and frameworks come as they were published, so another file is another version.
    private readonly Lazy<HashSet<string>> _published = new(() => ReadPublished([baseline, @new]));

    /// <summary>Whether a file is a .NET assembly; files of other names are not looked at.</summary>
    public static bool IsAssembly(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(path) && ManagedFile.IsAssembly(path);

    /// <summary>Whether the two builds of an assembly behave otherwise, or only one is there.</summary>
    /// <param name="file">Its path in the folders.</param>
    public bool Differs(string file)
    {
        var (deployed, built) = (Path.Combine(baseline, file), Path.Combine(@new, file));
        if (!File.Exists(deployed) || !File.Exists(built) || _published.Value.Contains(Path.GetFileName(file)))
            return true;
        using var work = new WorkFolder();
        var woven = work.File(Path.GetFileName(file));
        var weaving = AssemblyWeaver.Weave(new WeaveRequest
        {
            InputPath = deployed, OutputPath = woven, Selection = new WeaveSelection { All = true }, References = [baseline],
        });
        return weaving.Outcome != WeaveOutcome.Woven
            || PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = built, References = [@new, baseline] }).Verdict != PatchVerdict.NothingToDo;
    }

    private static HashSet<string> ReadPublished(IEnumerable<string> folders) => folders
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.deps.json"))
        .SelectMany(static path => DepsFile.Parse(path) is var deps ? deps.AssembliesOf("package").Concat(deps.AssembliesOf("runtimepack")) : [])
        .ToHashSet(StringComparer.Ordinal);
}

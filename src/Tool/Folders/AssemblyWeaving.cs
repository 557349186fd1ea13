using HotWeave.Weaver;

namespace HotWeave.Tool.Folders;

/// <summary>Weaves the chosen assemblies of a folder into a work folder: from their originals, so that weaving again with other settings is possible.</summary>
internal sealed class AssemblyWeaving(
    FolderWeaveRequest request, AppFolder folder, OriginalFiles originals, WorkFolder work, Func<WeaveRequest, WeaveResult> weave)
{
    private const string Input = "in";
    private const string Output = "out";

    /// <summary>Where a woven file lies in the work folder.</summary>
    public static string OutputOf(WorkFolder work, string file) => work.File(Path.Combine(Output, file));

    /// <summary>Weaves them all; every one's result, failed ones too.</summary>
    public IReadOnlyList<FolderAssembly> Run(IReadOnlyList<string> files)
    {
        // All first: while one is woven, its references resolve to the originals of the others.
        foreach (var file in files)
        {
            Copy(file);
            Copy(Path.ChangeExtension(file, ".pdb"));
        }

        return [.. files.Select(file => new FolderAssembly(file, weave(Request(file))))];
    }

    private void Copy(string file)
    {
        if (originals.Find(file) is { } original)
            File.Copy(original, work.File(Path.Combine(Input, file)));
    }

    private WeaveRequest Request(string file) => new()
    {
        InputPath = work.File(Path.Combine(Input, file)),
        OutputPath = OutputOf(work, file),
        References = [folder.Path, .. request.References],
        Selection = request.Selection,
        SmallMethods = request.SmallMethods,
        WaitingLoops = request.WaitingLoops,
        StrongNameKeyPath = request.KeyPath,
        DryRun = request.DryRun,
        IsGhost = request.IsGhost,
        IsForHarmony = request.IsForHarmony,
    };
}

using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>One assembly's file in its deployed and its new build.</summary>
internal sealed record PatchInputPaths(string Baseline, string New)
{
    /// <summary>
    /// Pairs files with files. Two files are a pair; of folders, the assemblies of the baseline folder that the new one has too.
    /// A file beside a folder is paired with the folder's file of the same name.
    /// </summary>
    public static IReadOnlyList<PatchInputPaths> Find(string baseline, string @new, DiagnosticSink sink)
    {
        if (!AreThere([baseline, @new], sink))
            return [];
        if (!Directory.Exists(baseline))
            return [new PatchInputPaths(baseline, CounterpartOf(baseline, @new))];
        if (!Directory.Exists(@new))
            return [new PatchInputPaths(Path.Combine(baseline, Path.GetFileName(@new)), @new)];

        var pairs = Directory.GetFiles(baseline, "*.dll")
            .OrderBy(static f => Path.GetFileName(f), StringComparer.Ordinal)
            .Where(IsWoven)
            .Select(f => new PatchInputPaths(f, CounterpartOf(f, @new)))
            .ToList();
        if (pairs.Count == 0)
            sink.Report(EditDiagnostics.NothingToCompare.With(baseline));
        foreach (var pair in pairs.Where(static p => !File.Exists(p.New)).ToList())
        {
            sink.Report(EditDiagnostics.NoCounterpart.With(@new, Path.GetFileName(pair.Baseline)));
            pairs.Remove(pair);
        }

        return pairs;
    }

    private static bool AreThere(IEnumerable<string> paths, DiagnosticSink sink)
    {
        var missing = paths.Where(static p => !File.Exists(p) && !Directory.Exists(p)).ToList();
        foreach (var path in missing)
            sink.Report(ReadingDiagnostics.FileNotFound.With(path));
        return missing.Count == 0;
    }

    private static string CounterpartOf(string baseline, string @new) =>
        Directory.Exists(@new) ? Path.Combine(@new, Path.GetFileName(baseline)) : @new;

    // A deployed folder is mostly framework and packages, which do not even have the name of the mark.
    private static bool IsWoven(string file)
    {
        var bytes = InputFile.ReadAllBytes(file);
        if (PortableExecutableHeaders.Classify(bytes) is not (ImageKind.ILOnly or ImageKind.ReadyToRun) || !bytes.Holds(BaselineMark.AttributeSimpleName))
            return false;
        using var module = CheckedModule.ReadMetadata(bytes, file);
        return module.Assembly is not null && BaselineMark.Read(module.Assembly) is not null;
    }
}

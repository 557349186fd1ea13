using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>Reads the patch files that a process may have taken before, for the assemblies in them.</summary>
internal static class EarlierPatches
{
    /// <summary>What all files brought; null when a file was refused.</summary>
    /// <param name="paths">The patch files, in the order they were made.</param>
    /// <param name="baselines">Name and id of every deployed assembly that the new patch is made against.</param>
    /// <param name="sink">Where refusals go.</param>
    public static EarlierContent? Read(IReadOnlyList<string> paths, IReadOnlyList<PatchBaseline> baselines, DiagnosticSink sink)
    {
        var parts = new List<PatchPart>();
        var carried = new List<CarriedAssembly>();
        foreach (var path in paths)
        {
            if (ReadFile(path, sink) is not { } file || !IsForSameBaseline(path, file.File, baselines, sink))
                return null;
            foreach (var part in file.Parts.Where(p => parts.All(known => known.Assembly != p.Assembly)))
                parts.Add(part);
            foreach (var dependency in file.File.Dependencies)
            {
                if (carried.FirstOrDefault(known => known.Name == dependency.Assembly) is not { } before)
                    carried.Add(new CarriedAssembly(dependency, file.File.BroughtBaselines.FirstOrDefault(b => b.Assembly == dependency.Assembly)?.BaselineId));
                else if (!before.Dependency.Image.SequenceEqual(dependency.Image))
                    sink.Report(EditDiagnostics.EarlierDisagree.With(path, dependency.Assembly));
            }
        }

        return sink.HasErrors ? null : new EarlierContent(parts, [.. carried.OrderBy(static c => c.Name, StringComparer.Ordinal)]);
    }

    private static (PatchFile File, IReadOnlyList<PatchPart> Parts)? ReadFile(string path, DiagnosticSink sink)
    {
        try
        {
            var file = PatchFile.Read(InputFile.ReadAllBytes(path));
            return (file, [.. PartsOf(file)]);
        }
        catch (Exception e) when (e is InvalidPatchFileException or UnauthorizedAccessException || DamageSign.Is(e))
        {
            sink.Report(EditDiagnostics.EarlierIsNoPatch.With(path, e.Message));
            return null;
        }
    }

    private static bool IsForSameBaseline(string path, PatchFile file, IReadOnlyList<PatchBaseline> baselines, DiagnosticSink sink)
    {
        var shared = file.Manifest.Baselines.Where(b => baselines.Any(own => own.Assembly == b.Assembly)).ToList();
        var foreign = shared.FirstOrDefault(b => !baselines.Contains(b)) ?? (shared.Count == 0 ? file.Manifest.Baselines[0] : null);
        if (foreign is null)
            return true;
        sink.Report(EditDiagnostics.EarlierForOtherBaseline.With(
            path, $"{foreign.Assembly} {foreign.BaselineId}", string.Join(", ", baselines.Select(static b => $"{b.Assembly} {b.BaselineId}"))));
        return false;
    }

    // The patch's own assembly comes after those it depends on; what brought nothing that outlives it has no mark, and is of no use to a
    // later patch.
    private static IEnumerable<PatchPart> PartsOf(PatchFile file)
    {
        using var module = CheckedModule.ReadMetadata(file.Assembly);
        if (BaselineMark.Read(module.Assembly) is { } mark)
            return file.Earlier.Append(new PatchPart(module.Assembly.Name.Name, mark.Id, file.Manifest.AddedTypes, file.Assembly, file.Symbols));
        return file.Manifest.AddedTypes.Count == 0 ? file.Earlier : throw new BadImageFormatException("its assembly brings types and has no id");
    }
}

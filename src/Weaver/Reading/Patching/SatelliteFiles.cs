using HotWeave.Patches.Format;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>
/// Finds an assembly's resources for cultures, each in a folder of its own beside the assembly, in packages as in what was published.
/// </summary>
internal static class SatelliteFiles
{
    /// <summary>The satellites of the assembly in a file, in ordinal order of their cultures.</summary>
    public static IReadOnlyList<PatchSatellite> ReadAll(string file, string assembly)
    {
        var name = assembly + ".resources";
        return [.. Directory.GetDirectories(Path.GetDirectoryName(Path.GetFullPath(file))!)
            .Select(folder => Path.Combine(folder, name + ".dll"))
            .Where(File.Exists)
            .Select(satellite => Read(satellite, name))
            .OfType<PatchSatellite>()
            .OrderBy(static s => s.Culture, StringComparer.Ordinal)];
    }

    // What is called like one and is none stays where it is.
    private static PatchSatellite? Read(string file, string name)
    {
        var image = InputFile.ReadAllBytes(file);
        if (PortableExecutableHeaders.Classify(image) is not ImageKind.ILOnly)
            return null;
        using var module = CheckedModule.ReadMetadata(image, file);
        return module.Assembly?.Name is { Culture.Length: > 0 } satellite && satellite.Name == name ? new PatchSatellite(satellite.Culture, image) : null;
    }
}

using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>Reads what assemblies of resources for cultures have.</summary>
internal static class SatelliteResources
{
    /// <summary>Reads those of the satellites beside an assembly's file, in ordinal order of their cultures.</summary>
    public static IReadOnlyList<CultureResource> ReadBeside(string file, string assembly) => Read(SatelliteFiles.ReadAll(file, assembly));

    /// <summary>Reads those of satellites.</summary>
    public static IReadOnlyList<CultureResource> Read(IEnumerable<PatchSatellite> satellites) => [.. satellites.SelectMany(Read)];

    private static List<CultureResource> Read(PatchSatellite satellite)
    {
        using var module = CheckedModule.ReadMetadata(satellite.Image);
        return [.. module.Resources.OfType<EmbeddedResource>().Select(r => new CultureResource(satellite.Culture, r.Name, r.GetResourceData()))];
    }
}

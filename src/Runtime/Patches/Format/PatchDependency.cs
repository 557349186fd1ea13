namespace HotWeave.Patches.Format;

/// <summary>An assembly that the new build needs and the deployed one does not have. One that is woven is a baseline too, and changes with later patches.</summary>
/// <param name="Assembly">The simple name.</param>
/// <param name="Version">Its version, in four numbers.</param>
/// <param name="Image">The assembly's image.</param>
/// <param name="Symbols">The portable PDB; empty when there are no symbols.</param>
/// <param name="Satellites">Its resources for cultures, in ordinal order of these.</param>
internal sealed record PatchDependency(string Assembly, string Version, byte[] Image, byte[] Symbols, IReadOnlyList<PatchSatellite> Satellites);

/// <summary>The resources of an assembly for one culture.</summary>
/// <param name="Culture">The culture's name, such as <c>de</c>.</param>
/// <param name="Image">The image of the assembly that has nothing else.</param>
internal sealed record PatchSatellite(string Culture, byte[] Image);

namespace HotWeave.Patches.Format;

/// <summary>
/// The assembly of an earlier patch that a patch brings along, since types of it live on: each process loads it once, whichever file it came in.
/// </summary>
/// <param name="Assembly">The simple name.</param>
/// <param name="BaselineId">The id that the weaver embedded.</param>
/// <param name="AddedTypes">The types that it brought.</param>
/// <param name="Image">The assembly's image.</param>
/// <param name="Symbols">The portable PDB; empty when there are no symbols.</param>
internal sealed record PatchPart(string Assembly, string BaselineId, IReadOnlyList<AddedType> AddedTypes, byte[] Image, byte[] Symbols);

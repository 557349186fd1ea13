namespace HotWeave.Patches.Format;

/// <summary>
/// What a patch says about itself: for which baselines it was made, which types it replaces by which classes, and what a person
/// may want to read about it. Immutable; the same on both sides, since this file is compiled into the writer and the reader.
/// </summary>
/// <param name="FromLabel">The baseline's informational version, for people.</param>
/// <param name="ToLabel">The new build's informational version, for people.</param>
/// <param name="Baselines">
/// The woven assemblies that the patch was made against: those of the application, which must be loaded for it to apply, then what the file brings along: woven
/// dependencies that the application does not have, and the assemblies of earlier patches.
/// </param>
/// <param name="Types">The swappable types it replaces.</param>
/// <param name="AddedTypes">The types that only the patch has.</param>
/// <param name="Edits">The differences it carries, one line each, such as <c>changed N.Shop.Place(Order) (Shop.cs:40 -> 42)</c>.</param>
/// <param name="Remarks">What stays behind on old code, one line each, with its code first.</param>
internal sealed record PatchManifest(
    string FromLabel,
    string ToLabel,
    IReadOnlyList<PatchBaseline> Baselines,
    IReadOnlyList<PatchedType> Types,
    IReadOnlyList<AddedType> AddedTypes,
    IReadOnlyList<string> Edits,
    IReadOnlyList<string> Remarks)
{
    /// <summary>What it means for objects and resources that exist.</summary>
    public PatchState State { get; init; } = PatchState.None;
}

/// <summary>A woven assembly that a patch was made against.</summary>
/// <param name="Assembly">The simple name.</param>
/// <param name="BaselineId">The id that the weaver embedded (<c>BaselineAttribute.Id</c>), lower-case hex SHA-256.</param>
internal sealed record PatchBaseline(string Assembly, string BaselineId);

/// <summary>A type that a patch brings.</summary>
/// <param name="Assembly">The simple name of the assembly whose new build has it.</param>
/// <param name="Type">The type's reflection name in the patch assembly.</param>
internal sealed record AddedType(string Assembly, string Type);

/// <summary>A swappable type that a patch replaces.</summary>
/// <param name="Baseline">Index into <see cref="PatchManifest.Baselines"/>.</param>
/// <param name="Type">The type's reflection name (<c>N.Outer+Nested`1</c>).</param>
/// <param name="Slot">The name of its field in the assembly's <c>&lt;HotWeave&gt;Slots</c> class.</param>
/// <param name="VersionClass">Reflection name of the patch class that holds the new version; derives from the slot's dispatch class.</param>
/// <param name="BaselineClass">Reflection name of the patch class that holds the baseline's own bodies.</param>
/// <param name="DoorClass">Reflection name of the patch class whose methods ask for the caller's version.</param>
internal sealed record PatchedType(int Baseline, string Type, string Slot, string VersionClass, string BaselineClass, string DoorClass);

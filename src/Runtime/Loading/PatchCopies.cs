using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Trust;

namespace HotWeave.Loading;

/// <summary>
/// One patch, loaded for each copy of the assemblies that it was made against: what several load contexts hold has slots, statics and types of its own in each.
/// All copies go the same way in one turn.
/// </summary>
/// <param name="all">At least one, that of the default context first.</param>
internal sealed class PatchCopies(IReadOnlyList<LoadedPatch> all)
{
    internal IReadOnlyList<LoadedPatch> All => all;

    internal string Id => all[0].Id;

    internal PatchManifest Manifest => all[0].Manifest;

    internal bool IsReclaimable => all.All(static p => p.IsReclaimable);

    /// <summary>Who signed it; null where nobody asked, or nobody did who is believed.</summary>
    internal PatchSignature? Signature => all[0].Signature;

    /// <summary>What its turn warns of.</summary>
    internal IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>It came in so; under the swap lock.</summary>
    internal void Admit(AdmittedPatch admitted)
    {
        Warnings = admitted.Warnings;
        foreach (var copy in all)
            copy.Admit(admitted);
    }

    /// <summary>The slots that it fills; only once every copy has passed every check.</summary>
    internal IEnumerable<TypeSlot> Slots => Entries.Select(static e => e.Slot);

    /// <summary>What it fills; only once every copy has passed every check.</summary>
    internal IEnumerable<PatchEntry> Entries => all.SelectMany(static p => p.Entries!);
}

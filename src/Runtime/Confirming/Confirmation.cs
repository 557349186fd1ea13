using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Preparing;
using HotWeave.Swapping;
using HotWeave.Versions;

namespace HotWeave.Confirming;

/// <summary>Ends probation, and brings confirmed patches back after a restart. Whoever calls it holds the swap lock.</summary>
internal sealed class Confirmation(VersionRegistry registry, SwapSteps steps)
{
    // Set before Main by the startup hook, or by whoever applies again; never cleared.
    private static volatile bool s_isReapplied;

    /// <summary>Whether something in this process applies confirmed patches again when it starts.</summary>
    internal static bool IsReapplied
    {
        get => s_isReapplied;
        set => s_isReapplied = value;
    }

    /// <exception cref="SwapException">HW6214, HW6215; nothing is confirmed.</exception>
    internal SwapConfirmation Confirm(VersionNumber? wanted)
    {
        var version = registry.Current;
        if (wanted is { } number && number != version.Number)
            throw SwapDiagnostics.NotCurrent.Refuse(number, version.Number);

        var patches = version.Content!.Patches;
        var journal = new PatchJournal([.. patches.DistinctBy(static p => p.Id).Select(static p => new JournalEntry(p.Id, p.IsReclaimable))]);
        var warnings = new List<string>();
        var folder = PatchFolder.Find();
        if (folder is not null)
        {
            folder.Write(journal, id => patches.First(p => p.Id == id).File);
            folder.RemoveAllBut(journal);
            if (patches.Count > 0 && !IsReapplied)
                warnings.Add(SwapDiagnostics.NotReapplied.Warn(version.Number));
        }
        else if (patches.Count > 0)
        {
            warnings.Add(SwapDiagnostics.NoPatchesFolder.Warn(version.Number));
        }

        registry.Confirm(version);
        return new SwapConfirmation(version.Number, [.. patches.Select(static p => p.Id).Distinct()], folder?.Path, warnings);
    }

    /// <summary>Null when there is nothing to do.</summary>
    /// <exception cref="SwapException">Nothing has changed.</exception>
    internal SwapResult? Reapply(CancellationToken cancellationToken)
    {
        IsReapplied = true;
        if (registry.Current.Number != VersionNumber.Baseline || PatchFolder.Find() is not { } folder || folder.ReadJournal() is not { Entries.Count: > 0 } journal)
            return null;

        var patches = new List<PatchCopies>();
        try
        {
            foreach (var entry in journal.Entries)
                patches.Add(Prepare(folder, entry, cancellationToken));
            var result = steps.Turn(TurnRequest.AtStart(registry.Current, registry.With([.. patches.SelectMany(static p => p.All)]), cancellationToken), patches[^1].Id, []);
            registry.Confirm(registry.Current);
            return result;
        }
        finally
        {
            foreach (var patch in patches)
                steps.Unpin(patch);
        }
    }

    private PatchCopies Prepare(PatchFolder folder, JournalEntry entry, CancellationToken cancellationToken)
    {
        var file = PatchPreparer.Read(folder.ReadPatch(entry.PatchId));
        return file.Id == entry.PatchId
            ? steps.Prepare(file, new SwapOptions { Reclaimable = entry.IsReclaimable }, cancellationToken)
            : throw SwapDiagnostics.ConfirmedPatchMissing.Refuse(entry.PatchId, "the file of that name holds another patch.");
    }
}

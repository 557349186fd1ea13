using System.Runtime.Loader;
using HotWeave.Admission;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Trust;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Confirming;

/// <summary>Ends probation, and brings confirmed patches back after a restart. Whoever calls it holds the swap lock.</summary>
internal sealed class Confirmation(VersionRegistry registry, SwapSteps steps, PatchAdmission admission)
{
    private readonly StartCount _starts = new();

    // Set before Main by the startup hook, or by whoever applies again; never cleared.
    private static volatile bool s_isReapplied;

    /// <summary>Whether something in this process applies confirmed patches again when it starts.</summary>
    internal static bool IsReapplied
    {
        get => s_isReapplied;
        set => s_isReapplied = value;
    }

    /// <exception cref="SwapException">HW6214, HW6215, HW6535; nothing is confirmed.</exception>
    internal SwapConfirmation Confirm(VersionNumber? wanted)
    {
        var version = registry.Current;
        if (wanted is { } number && number != version.Number)
            throw SwapDiagnostics.NotCurrent.Refuse(number, version.Number);

        if (version.Content!.Unmade().ToList() is { Count: > 0 } unmade)
            throw LookDiagnostics.UnmadeNotConfirmed.Refuse(string.Join(", ", unmade.Select(static u => u.Slot.Type)));
        var patches = version.Content.Patches;
        var journal = new PatchJournal([.. patches.GroupBy(static p => p.Id).Select(static p => new JournalEntry(p.Key, p.First().IsReclaimable, !p.Any(static c => c.IsOfDefaultContext)))]);
        var warnings = new List<string>(admission.CheckConfirm(patches.Select(static p => p.Signature)));
        var folder = PatchFolder.Find();
        if (folder is not null)
        {
            folder.Write(before => journal with { Sequences = admission.Confirm(version.Number, before, patches.Select(static p => p.Signature)) }, id => patches.First(p => p.Id == id).File);
            StartProblem.Clear();
            if (patches.Count > 0 && !IsReapplied)
                warnings.Add(SwapDiagnostics.NotReapplied.Warn(version.Number));
            if (patches.FirstOrDefault(static p => !p.IsOfDefaultContext) is { } elsewhere)
                warnings.Add(SwapDiagnostics.ReappliedByHost.Warn(version.Number, elsewhere.Baselines[0].Name));
        }
        else if (patches.Count > 0)
        {
            warnings.Add(SwapDiagnostics.NoPatchesFolder.Warn(version.Number));
        }

        registry.Confirm(version);
        return new SwapConfirmation
        {
            Version = version.Number,
            Patches = [.. patches.Select(static p => p.Id).Distinct()],
            Folder = folder?.Path,
            Warnings = warnings,
        };
    }

    /// <summary>What a start, or a load context that came after it, is to have; null when there is nothing. Needs no lock, since it may take as long as the file system likes.</summary>
    /// <exception cref="SwapException">HW6216 to HW6218.</exception>
    internal static ConfirmedPatches? Read(Action? progressed, CancellationToken cancellationToken)
    {
        IsReapplied = true;
        return PatchFolder.Find()?.Read(progressed, cancellationToken);
    }

    /// <summary>Null when there is nothing to do.</summary>
    /// <exception cref="SwapException">Nothing has changed.</exception>
    internal SwapResult? Reapply(ConfirmedPatches confirmed, Action? progressed, CancellationToken cancellationToken)
    {
        if (registry.Current.Number != VersionNumber.Baseline)
            return null;
        var warnings = new List<string>();
        var patches = _starts.Begin(confirmed, warnings);
        var options = new SwapOptions { Progressed = progressed };
        return Reapply(
            patches, confirmed.Journal.Sequences, AssemblyLoadContext.All, options, version => TurnRequest.AtStart(registry.Current, version, cancellationToken), warnings, cancellationToken);
    }

    /// <summary>The same for what a load context has that came after the start; null when there is nothing to do.</summary>
    /// <exception cref="SwapException">Nothing has changed.</exception>
    internal SwapResult? Reapply(ConfirmedPatches confirmed, AssemblyLoadContext context, CancellationToken cancellationToken)
    {
        // What an operator went back from stays left.
        if (registry.Current.Number < registry.Confirmed.Number)
            return null;
        var options = new SwapOptions { LoadContext = context };
        return Reapply(
            confirmed.Patches, confirmed.Journal.Sequences, [context], options, version => TurnRequest.Of(registry.Current, version, new SwapOptions(), cancellationToken) with { IsAtStart = true }, [], cancellationToken);
    }

    private SwapResult? Reapply(
        IReadOnlyList<KeyValuePair<JournalEntry, byte[]>> confirmed,
        SequenceFloors sequences,
        IEnumerable<AssemblyLoadContext> contexts,
        SwapOptions options,
        Func<SwapVersion, TurnRequest> request,
        List<string> warnings,
        CancellationToken cancellationToken)
    {
        var only = options.LoadContext;
        var loaded = LoadedAssemblies.FindIn(contexts).Select(static a => a.GetName().Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var patches = new List<PatchCopies>();
        try
        {
            foreach (var (entry, bytes) in confirmed)
            {
                options.Progressed?.Invoke();
                var admitted = Admit(entry, bytes, sequences);
                // A start loads what the default context can; what is of other contexts comes when the application loads it.
                if ((only is null && !entry.IsOfContexts) || admitted.File.DeployedBaselines.Any(b => loaded.Contains(b.Assembly)))
                    patches.Add(steps.Prepare(admitted, options with { Reclaimable = entry.IsReclaimable }, cancellationToken));
            }

            List<LoadedPatch> copies = [.. patches.SelectMany(static p => p.All)];
            foreach (var patch in patches)
                admission.Note(patch.Signature, acceptsOlder: false);
            if (copies.Aggregate(registry.Current.Content!, static (content, patch) => content.With(patch)).Equals(registry.Current.Content!))
                return null;
            var isOnProbation = registry.Current != registry.Confirmed;
            warnings.AddRange(patches.SelectMany(static p => p.Warnings));
            var result = steps.MakeCurrent(request(registry.With(copies)), patches[^1].Id, warnings);
            if (only is null || !isOnProbation)
                registry.Confirm(registry.Current);
            return result;
        }
        finally
        {
            foreach (var patch in patches)
                steps.Unpin(patch);
        }
    }

    private AdmittedPatch Admit(JournalEntry entry, byte[] bytes, SequenceFloors sequences)
    {
        var admitted = admission.AdmitConfirmed(bytes, sequences);
        return admitted.File.Id == entry.PatchId ? admitted : throw SwapDiagnostics.ConfirmedPatchMissing.Refuse(entry.PatchId, "the file of that name holds another patch.");
    }
}

using System.Diagnostics;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using HotWeave.CodeChange;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Loading.Metadata;
using HotWeave.Patches.Format;
using HotWeave.Runtime;

namespace HotWeave.Preparing;

/// <summary>
/// Turns a patch into code that is ready to be current: finds the baselines, checks, loads, compiles, creates. The
/// application runs on meanwhile, and no step changes what it does.
/// </summary>
internal static class PatchPreparer
{
    /// <summary>The patch, loaded for each copy of its baselines, checked, compiled and pinned.</summary>
    /// <exception cref="SwapException">HW6102 to HW6117; nothing has changed.</exception>
    internal static PatchCopies Prepare(PatchFile file, SwapOptions options, LoadedPatches loaded, LazyRun lazily, CancellationToken cancellationToken)
    {
        CheckProcess(RuntimeFeature.IsDynamicCodeSupported, Debugger.IsAttached, MetadataUpdater.IsSupported);
        var sets = FindBaselines(file, options);
        using var images = new PatchImages();
        var copies = new List<LoadedPatch>();
        try
        {
            foreach (var baselines in sets)
                copies.Add(Prepare(file, images, baselines, options, loaded, lazily, cancellationToken));
            return new PatchCopies(copies);
        }
        catch
        {
            loaded.Unpin(copies);
            throw;
        }
    }

    private static LoadedPatch Prepare(PatchFile file, PatchImages images, WovenAssembly[] baselines, SwapOptions options, LoadedPatches loaded, LazyRun lazily, CancellationToken cancellationToken)
    {
        if (loaded.Find(file.Id, baselines) is { } known)
            return known.Entries is not null ? known : Complete(known, file, images, loaded, lazily, options.Progressed, cancellationToken);
        return Complete(loaded.Add(Load(file, images, baselines, options.Reclaimable, loaded)), file, images, loaded, lazily, options.Progressed, cancellationToken);
    }

    // The application's own; others come with the file.
    private static IReadOnlyList<WovenAssembly[]> FindBaselines(PatchFile file, SwapOptions options)
    {
        var wanted = file.Manifest.Baselines;
        var (own, brought) = (file.DeployedBaselines, file.BroughtBaselines);
        if (own.Count < 1 || !own.Concat(brought).Concat(file.Earlier.Select(static e => new PatchBaseline(e.Assembly, e.BaselineId))).SequenceEqual(wanted))
            throw SwapDiagnostics.WrongShape.Refuse("it names no baseline, or others than the assemblies it brings along");
        return wanted.DistinctBy(static b => b.Assembly, StringComparer.OrdinalIgnoreCase).Count() == wanted.Count
            ? BaselineSets.Find(own, options.LoadContext)
            : throw SwapDiagnostics.WrongShape.Refuse("it names a baseline twice");
    }

    // What is loaded permanently stays: it is found again, and checked again, at the next attempt.
    private static LoadedPatch Load(PatchFile file, PatchImages images, WovenAssembly[] baselines, bool reclaimable, LoadedPatches loaded)
    {
        ImageCheck.Check(images.Open(file.Assembly));
        var brought = BroughtBaselines.Load(file, images, baselines);
        List<WovenAssembly> known = [.. baselines, .. brought];
        var earlier = new List<PatchAssembly>();
        foreach (var part in file.Earlier)
        {
            ImageCheck.Check(images.Open(part.Image));
            var assembly = PatchLoader.Load("HotWeave patch " + part.Assembly, part.Image, part.Symbols, known, reclaimable, loaded);
            if (WovenAssembly.From(assembly.Assembly) is not { } woven || woven.Baseline.Id != part.BaselineId)
                throw SwapDiagnostics.WrongShape.Refuse($"the assembly {part.Assembly} that it brings along is not the one it was made against");
            known.Add(woven);
            earlier.Add(assembly);
        }

        var own = PatchLoader.Load("HotWeave patch " + file.Id, file.Assembly, file.Symbols, known, reclaimable, loaded);
        return new LoadedPatch(file, baselines, brought, earlier, own);
    }

    // A permanent patch that failed before, for lack of a dependency perhaps, is checked again but not loaded again.
    private static LoadedPatch Complete(
        LoadedPatch patch, PatchFile file, PatchImages images, LoadedPatches loaded, LazyRun lazily, Action? progressed, CancellationToken cancellationToken)
    {
        try
        {
            var untried = patch.Assemblies.Zip(file.Earlier.Select(static e => e.Image).Append(file.Assembly)).Where(static a => !a.First.IsChecked).ToList();
            MethodCheck.CheckAll([.. untried.Select(a => (images.Open(a.Second), a.First.Assembly))], progressed, cancellationToken);
            untried.ForEach(static a => a.First.IsChecked = true);
            var entries = SlotBinding.Bind(patch);
            HookBinding.Bind(patch, entries, lazily);
            patch.Entries = entries;
            return patch;
        }
        catch (Exception e) when (e is not (SwapException or OperationCanceledException))
        {
            // Whatever the runtime says of an assembly that it does not like.
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
        finally
        {
            if (patch.Entries is null)
                loaded.Unpin(patch);
        }
    }

    /// <summary>Refuses where the process itself is in the way.</summary>
    /// <param name="runsNewCode">Whether there is a compiler in it.</param>
    /// <param name="isDebugged">Whether a debugger is attached.</param>
    /// <param name="isEditable">Whether a debugger may edit its code.</param>
    /// <exception cref="SwapException">HW6116, HW6117.</exception>
    internal static void CheckProcess(bool runsNewCode, bool isDebugged, bool isEditable)
    {
        if (!runsNewCode)
            throw SwapDiagnostics.NoDynamicCode.Refuse();
        if (isDebugged && isEditable)
            throw SwapDiagnostics.EditAndContinue.Refuse();
    }
}

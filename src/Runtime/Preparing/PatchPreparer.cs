using System.Diagnostics;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing.Metadata;

namespace HotWeave.Preparing;

/// <summary>
/// Turns a patch's bytes into code that is ready to be current: reads, finds the baselines, checks, loads, compiles, creates. The
/// application runs on meanwhile, and no step changes what it does.
/// </summary>
internal static class PatchPreparer
{
    /// <exception cref="SwapException">HW6101: the digest does not match, or the content does not have the form.</exception>
    internal static PatchFile Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return PatchFile.Read(bytes.ToArray());
        }
        catch (InvalidPatchFileException e)
        {
            throw SwapDiagnostics.NoPatch.Refuse(e, e.Message);
        }
    }

    /// <summary>The patch, loaded, checked, compiled and pinned.</summary>
    /// <exception cref="SwapException">HW6102 to HW6117; nothing has changed.</exception>
    internal static LoadedPatch Prepare(PatchFile file, SwapOptions options, LoadedPatches loaded, CancellationToken cancellationToken)
    {
        CheckProcess();
        CheckMode(options.Mode);
        var baselines = FindBaselines(file.Manifest, options);
        if (loaded.Find(file.Id, baselines) is { } known)
            return known.Entries is not null ? known : Complete(known, file, loaded, cancellationToken);

        using var image = PatchImage.Open(file.Assembly);
        ImageCheck.Check(image);
        var patch = loaded.Add(PatchLoader.Load(file, baselines, options.Reclaimable));
        return Complete(patch, image, loaded, cancellationToken);
    }

    private static WovenAssembly[] FindBaselines(PatchManifest manifest, SwapOptions options)
    {
        if (manifest.Baselines.Count == 0)
            throw SwapDiagnostics.WrongShape.Refuse("it names no baseline");
        var baselines = manifest.Baselines.Select(b => BaselineFinder.Find(b, options.LoadContext)).ToArray();
        return baselines.DistinctBy(static b => b.Assembly).Count() == baselines.Length
            ? baselines
            : throw SwapDiagnostics.WrongShape.Refuse("it names a baseline twice");
    }

    // A permanent patch that failed before, for lack of a dependency perhaps, is checked again but not loaded again.
    private static LoadedPatch Complete(LoadedPatch patch, PatchFile file, LoadedPatches loaded, CancellationToken cancellationToken)
    {
        using var image = PatchImage.Open(file.Assembly);
        return Complete(patch, image, loaded, cancellationToken);
    }

    private static LoadedPatch Complete(LoadedPatch patch, PatchImage image, LoadedPatches loaded, CancellationToken cancellationToken)
    {
        try
        {
            MethodCheck.CheckAll(image, patch.Assembly, cancellationToken);
            patch.Entries = SlotBinding.Bind(patch);
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

    private static void CheckProcess()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw SwapDiagnostics.NoDynamicCode.Refuse();
        if (Debugger.IsAttached && MetadataUpdater.IsSupported)
            throw SwapDiagnostics.EditAndContinue.Refuse();
    }

    private static void CheckMode(SwapMode mode)
    {
        if (mode != SwapMode.Immediate)
            throw SwapDiagnostics.ModeUnavailable.Refuse(mode);
    }
}

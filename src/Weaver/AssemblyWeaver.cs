using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Ghost;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Writing;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>Weaves assemblies: gives the methods of swappable types stubs, so that a patch can replace them in a running process.</summary>
public static class AssemblyWeaver
{
    /// <summary>
    /// Weaves one assembly. Thread-safe: calls share nothing, also for the same input; the output file is replaced atomically, its
    /// symbols just before it.
    /// </summary>
    /// <param name="request">What to weave, and how.</param>
    /// <returns>
    /// How it ended, with every message. Problems with the input, the output or the settings are diagnostics, never exceptions; then
    /// nothing was written.
    /// </returns>
    /// <exception cref="WeaverDefectException">A defect of HotWeave.</exception>
    public static WeaveResult Weave(WeaveRequest request)
    {
        var sink = new DiagnosticSink();
        var reader = new ModuleReader(request.References, sink) { LeavesSymbols = request.LeavesSymbols, TakesComposites = request.IsGhost };
        using var image = reader.Read(request.InputPath);
        if (image is null)
            return Failed(sink);

        try
        {
            return Weave(request, image, sink);
        }
        catch (AssemblyResolutionException e)
        {
            sink.Report(ReadingDiagnostics.MissingReference.With(request.InputPath, e.AssemblyReference.Name));
            return Failed(sink);
        }
        catch (BadImageFormatException e) when (e.FileName is not null)
        {
            // A file that it refers to.
            sink.Report(ReadingDiagnostics.Damaged.With(e.FileName, e.Message));
            return Failed(sink);
        }
        catch (Exception e) when (DamageSign.Is(e) && image.Symbols != SymbolFormat.None)
        {
            // If it can be woven without them, they were what was damaged; if not, the failure stands.
            var result = Weave(request with { LeavesSymbols = true });
            return result with { Diagnostics = [ReadingDiagnostics.SymbolsDamaged.With(request.InputPath, e.Message), .. result.Diagnostics] };
        }
        catch (WeaverDefectException) when (InputDoubts.Find([image]) is { } doubt)
        {
            sink.Report(doubt);
            return Failed(sink);
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            sink.Report(InputDoubts.Find([image]) ?? throw new WeaverDefectException($"Weaving {request.InputPath} failed: {e.Message}", e));
            return Failed(sink);
        }
    }

    private static WeaveResult Weave(WeaveRequest request, ModuleImage image, DiagnosticSink sink)
    {
        var settings = new WeaveSettings(request.Selection, request.SmallMethods, request.WaitingLoops, request.IsGhost, request.IsForHarmony);
        if (BaselineMark.Read(image.Module.Assembly) is { } existing)
            return AlreadyWoven(request, image, existing, settings, sink);
        if (OwnAssemblies.Contains(image.Module.Assembly.Name.Name))
        {
            sink.Report(ReadingDiagnostics.OwnAssembly.With(request.InputPath));
            return Failed(sink);
        }

        var plan = WeavingSequence.Plan(image.Module, settings, settings.MakeMark(image.Bytes), sink);
        if (sink.HasErrors)
            return Failed(sink);
        if (plan.IsEmpty)
            return Unchanged(WeaveOutcome.NothingSelected, request, image, null, sink);
        if (request.DryRun)
            return Result(WeaveOutcome.Planned, plan, sink);

        // Tokens are those of the module as read.
        var ghost = settings.Ghost ? GhostPlanner.Plan(image.Module, image.Bytes, plan) : null;
        WeavingSequence.Emit(image.Module, plan);
        return ModuleWriter.Write(image, request.StrongNameKeyPath, sink) is { } written && OutputFiles.Write(request.OutputPath, written, sink)
            ? Result(WeaveOutcome.Woven, plan, sink) with { Ghost = ghost }
            : Failed(sink);
    }

    private static WeaveResult AlreadyWoven(WeaveRequest request, ModuleImage image, BaselineMark existing, WeaveSettings settings, DiagnosticSink sink)
    {
        var canonical = settings.Canonical;
        if (existing.Settings == canonical && existing.Format == BaselineMark.CurrentFormat)
            return Unchanged(WeaveOutcome.AlreadyWoven, request, image, existing.Id, sink);
        sink.Report(ReadingDiagnostics.WovenWithOtherSettings.With(
            request.InputPath, existing.Settings, existing.Format, canonical, BaselineMark.CurrentFormat));
        return Failed(sink);
    }

    private static WeaveResult Unchanged(WeaveOutcome outcome, WeaveRequest request, ModuleImage image, string? id, DiagnosticSink sink) =>
        request.DryRun || OutputFiles.Copy(request.InputPath, image.Bytes, request.OutputPath, sink)
            ? new WeaveResult(outcome, sink.Diagnostics, id, 0, 0)
            : Failed(sink);

    private static WeaveResult Result(WeaveOutcome outcome, WeavePlan plan, DiagnosticSink sink) =>
        new(outcome, sink.Diagnostics, plan.Mark.Id, plan.Types.Count, plan.Types.Sum(static t => t.Exports.Count));

    private static WeaveResult Failed(DiagnosticSink sink) => new(WeaveOutcome.Failed, sink.Diagnostics, null, 0, 0);
}

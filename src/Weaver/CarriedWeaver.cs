using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using HotWeave.Weaver.Verification;
using HotWeave.Weaver.Writing;
using HotWeave.Weaver.Writing.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>
/// Weaves the assemblies that a patch brings and that are the application's own, so that a later patch can replace their types as it replaces deployed ones. What the new build
/// wove is brought as it is; what it takes from others stays as they made it.
/// </summary>
internal static class CarriedWeaver
{
    /// <summary>What the patch brings.</summary>
    /// <param name="request">Where the new build is.</param>
    /// <param name="found">What was found in it.</param>
    /// <param name="baseline">How the deployed assembly was woven: what comes along is woven alike.</param>
    /// <param name="sink">Hears what is marked as something that it cannot be.</param>
    public static IReadOnlyList<FoundDependency> Weave(PatchRequest request, IReadOnlyList<FoundDependency> found, BaselineMark baseline, DiagnosticSink sink)
    {
        if (found.All(static f => f.File is null))
            return found;
        var owners = new ApplicationLibraries(request.NewPath);
        return [.. found.Select(f => f with { Assembly = Weave(request, f, owners, baseline, sink) })];
    }

    private static CarriedAssembly Weave(PatchRequest request, FoundDependency found, ApplicationLibraries owners, BaselineMark baseline, DiagnosticSink sink)
    {
        if (found is not { Assembly.BaselineId: null, File: { } file })
            return found.Assembly;
        // What reading says of the file was said when it was found.
        using var image = new ModuleReader(request.References, new DiagnosticSink()).Read(file);
        if (image is null || !owners.IsOwn(image.Module.Assembly, file))
            return found.Assembly;

        // What a patch brings is loaded as it is written, whatever its baseline is.
        var settings = WeaveSettings.Parse(baseline.Settings) with { Ghost = false, Harmony = false };
        var plan = WeavingSequence.Plan(image.Module, settings, settings.MakeMark(image.Bytes), sink);
        if (plan.IsEmpty)
            return found.Assembly;
        // To compare it is enough to know what would be woven.
        if (request.OutputPath is null)
            return found.Assembly with { BaselineId = plan.Mark.Id };
        WeavingSequence.Emit(image.Module, plan);
        if (ModuleWriter.Write(image, null, sink) is not { } written)
            return found.Assembly;
        if (EmittedCode.FindInvalid(image.Module, ReadUnwoven(request, file)) is { } invalid)
            sink.Report(WritingDiagnostics.InvalidInputCode.With(invalid.Written, invalid.Input));
        var dependency = found.Assembly.Dependency with { Image = written.Assembly, Symbols = written.Symbols ?? [] };
        return new CarriedAssembly(dependency, plan.Mark.Id);
    }

    // Only where what was woven does not verify.
    private static IEnumerable<ModuleDefinition> ReadUnwoven(PatchRequest request, string file)
    {
        using var image = new ModuleReader(request.References, new DiagnosticSink()).Read(file);
        if (image is not null)
            yield return image.Module;
    }
}

using HotWeave.Weaver.Analysis.Ghost;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Ghost;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Writing.Ghost;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>A companion as it is written.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Bytes">The assembly.</param>
internal sealed record CompanionFile(string Name, byte[] Bytes);

/// <summary>
/// Makes the companions of assemblies that a live process has loaded and that Harmony is to weave there: what their woven copies have and
/// a loaded assembly can be given from within the process in another assembly only.
/// </summary>
internal static class CompanionMaker
{
    /// <summary>Makes them; the same files give the same bytes.</summary>
    /// <param name="request">Of what.</param>
    /// <param name="sink">Hears which assemblies cannot be read, so that nobody knows what they have inlined.</param>
    public static IReadOnlyList<CompanionFile> Make(CompanionRequest request, DiagnosticSink sink)
    {
        var reader = new ModuleReader(request.Weaving.References, sink) { LeavesSymbols = true };
        var images = new List<ModuleImage>();
        try
        {
            images.AddRange(request.Originals.Concat(request.Others).Select(reader.Read).OfType<ModuleImage>());
            var settings = new WeaveSettings(request.Weaving.Selection, request.Weaving.SmallMethods, request.Weaving.WaitingLoops, Ghost: true, Harmony: true);
            var callers = new InlineCallers(images.Select(static i => i.Module));
            return [.. images.Where(i => request.Originals.Contains(i.Path)).Select(i => Make(i, settings, callers)).OfType<CompanionFile>()];
        }
        finally
        {
            images.ForEach(static i => i.Dispose());
        }
    }

    private static CompanionFile? Make(ModuleImage image, WeaveSettings settings, InlineCallers callers)
    {
        var plan = WeavingSequence.Plan(image.Module, settings, settings.MakeMark(image.Bytes), new DiagnosticSink());
        var exports = plan.Types.SelectMany(static t => t.Exports).Select(e => (MethodDefinition)image.Module.LookupToken((int)e.Method.Token)).ToList();
        if (exports.Count == 0)
            return null;
        using var companion = CompanionEmitter.Emit(image.Module, plan, callers.Find(exports));
        return new CompanionFile(companion.Assembly.Name.Name, CompanionWriter.Write(companion));
    }
}

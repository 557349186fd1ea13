using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>The assemblies of a patch, read: each deployed one twice (as it is, and to be unwoven), each new one once.</summary>
internal sealed class PatchInputs : IDisposable
{
    private readonly List<ModuleImage> _images;

    private PatchInputs(List<ModuleImage> images, IReadOnlyList<AssemblyPair> pairs)
    {
        _images = images;
        Pairs = pairs;
    }

    /// <summary>The assemblies, still woven where the files are.</summary>
    public IReadOnlyList<AssemblyPair> Pairs { get; }

    /// <summary>Reads all files; null when any was refused. Every refusal is reported.</summary>
    public static PatchInputs? Read(PatchRequest request, DiagnosticSink sink)
    {
        var paths = PatchInputPaths.Find(request.BaselinePath, request.NewPath, sink);
        var images = new List<ModuleImage>();
        var read = paths.Select(p => Read(p, request.References, images, sink)).ToList();
        var pairs = read.Where(static p => p is not null).Select(static p => p!).ToList();
        if (sink.HasErrors || pairs.Count == 0)
        {
            images.ForEach(static i => i.Dispose());
            return null;
        }

        Acquaint(images);
        return new PatchInputs(images, pairs);
    }

    /// <inheritdoc/>
    public void Dispose() => _images.ForEach(static i => i.Dispose());

    private static AssemblyPair? Read(PatchInputPaths paths, IReadOnlyList<string> references, List<ModuleImage> images, DiagnosticSink sink)
    {
        var reader = new ModuleReader(references, sink) { KeepsNativeCode = true };
        if (reader.Read(paths.Baseline) is not { } woven)
            return null;
        images.Add(woven);
        if (reader.Read(paths.New) is not { } @new)
            return null;
        images.Add(@new);
        if (BaselineMark.Read(woven.Module.Assembly) is not { } mark)
        {
            sink.Report(EditDiagnostics.NotWovenBaseline.With(paths.Baseline));
            return null;
        }

        var name = woven.Module.Assembly.Name.Name;
        if (@new.Module.Assembly.Name.Name != name)
        {
            sink.Report(EditDiagnostics.OtherAssembly.With(paths.New, @new.Module.Assembly.Name.Name, paths.Baseline, name));
            return null;
        }

        if (BaselineMark.Read(@new.Module.Assembly)?.Id == mark.Id)
            sink.Report(EditDiagnostics.SameBuild.With(paths.New));
        var old = new ModuleReader(references, new DiagnosticSink()).Read(paths.Baseline)!;
        images.Add(old);
        return new AssemblyPair(woven.Module, old.Module, @new.Module, mark.Id);
    }

    // Three images a pair, in the order woven, new, old: what an image of one kind refers to is of the same kind.
    private static void Acquaint(List<ModuleImage> images)
    {
        for (var i = 0; i < images.Count; i++)
        {
            for (var j = i % 3; j < images.Count; j += 3)
                images[i].Know(images[j]);
        }
    }
}

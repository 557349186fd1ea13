using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>The assemblies of a patch, read: each deployed one twice (as it is, and to be unwoven), each new one once.</summary>
internal sealed class PatchInputs : IDisposable
{
    private readonly List<ImageTriple> _images;

    private PatchInputs(List<ImageTriple> images, IReadOnlyList<AssemblyPair> pairs)
    {
        _images = images;
        Pairs = pairs;
    }

    /// <summary>The assemblies, still woven where the files are.</summary>
    public IReadOnlyList<AssemblyPair> Pairs { get; }

    /// <summary>Reads all files; null when any was refused. Every refusal is reported.</summary>
    public static PatchInputs? Read(PatchRequest request, DiagnosticSink sink)
    {
        var images = new List<ImageTriple>();
        if (ReadAll(request, images, sink) is { } inputs)
            return inputs;
        images.ForEach(static i => i.Dispose());
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _images.ForEach(static i => i.Dispose());

    private static PatchInputs? ReadAll(PatchRequest request, List<ImageTriple> images, DiagnosticSink sink)
    {
        var paths = PatchInputPaths.Find(request.BaselinePath, request.NewPath, sink);
        images.AddRange(paths.Select(p => Read(p, request.References, sink)).Where(static t => t is not null).Select(static t => t!));
        if (sink.HasErrors || images.Count == 0)
            return null;
        var deployed = images.ToList();
        if (EarlierPatches.Read(request.EarlierPatches, [.. deployed.Select(static d => new PatchBaseline(d.Deployed.Name, d.Deployed.Id))], sink) is not { } parts)
            return null;
        var earlier = new List<EarlierPatch>();
        foreach (var part in parts)
        {
            if (Read(part, request, sink) is not { } triple)
                return null;
            images.Add(triple);
            earlier.Add(new EarlierPatch(triple.Deployed, part));
        }

        Acquaint(images);
        return new PatchInputs(images, [.. deployed.Select(d => new AssemblyPair(d.Deployed, d.New!.Module, earlier))]);
    }

    private static ImageTriple? Read(PatchInputPaths paths, IReadOnlyList<string> references, DiagnosticSink sink)
    {
        var reader = new ModuleReader(references, sink) { KeepsNativeCode = true };
        if (reader.Read(paths.Baseline) is not { } woven)
            return null;
        if (reader.Read(paths.New) is not { } @new)
        {
            woven.Dispose();
            return null;
        }

        if (!IsSameAssembly(paths, woven, @new, sink))
        {
            woven.Dispose();
            @new.Dispose();
            return null;
        }

        return new ImageTriple(woven, new ModuleReader(references, new DiagnosticSink()).Read(paths.Baseline)!, @new);
    }

    private static ImageTriple? Read(PatchPart part, PatchRequest request, DiagnosticSink sink)
    {
        // References of a patch are those of the assemblies that it is for, so they are looked up where these are.
        var path = Path.Combine(Directory.Exists(request.BaselinePath) ? request.BaselinePath : Path.GetDirectoryName(Path.GetFullPath(request.BaselinePath))!, part.Assembly + ".dll");
        var reader = new ModuleReader(request.References, sink);
        return reader.Read(path, part.Image, part.Symbols) is { } woven && reader.Read(path, part.Image, part.Symbols) is { } old
            ? new ImageTriple(woven, old, null)
            : null;
    }

    private static bool IsSameAssembly(PatchInputPaths paths, ModuleImage woven, ModuleImage @new, DiagnosticSink sink)
    {
        if (BaselineMark.Read(woven.Module.Assembly) is not { } mark)
        {
            sink.Report(EditDiagnostics.NotWovenBaseline.With(paths.Baseline));
            return false;
        }

        var name = woven.Module.Assembly.Name.Name;
        if (@new.Module.Assembly.Name.Name != name)
        {
            sink.Report(EditDiagnostics.OtherAssembly.With(paths.New, @new.Module.Assembly.Name.Name, paths.Baseline, name));
            return false;
        }

        if (BaselineMark.Read(@new.Module.Assembly)?.Id == mark.Id)
            sink.Report(EditDiagnostics.SameBuild.With(paths.New));
        return true;
    }

    // What an image of one kind refers to is of the same kind.
    private static void Acquaint(List<ImageTriple> images)
    {
        foreach (var one in images)
        {
            foreach (var other in images)
                one.Know(other);
        }
    }

    /// <summary>One assembly read three times: as deployed, to be unwoven, and in its new build, which an earlier patch does not have.</summary>
    private sealed record ImageTriple(ModuleImage Woven, ModuleImage Old, ModuleImage? New) : IDisposable
    {
        public DeployedModule Deployed { get; } = new(Woven.Module, Old.Module, BaselineMark.Read(Woven.Module.Assembly)!.Id);

        public void Know(ImageTriple other)
        {
            Woven.Know(other.Woven);
            Old.Know(other.Old);
            if (other.New is not null)
                New?.Know(other.New);
        }

        public void Dispose()
        {
            Woven.Dispose();
            Old.Dispose();
            New?.Dispose();
        }
    }
}

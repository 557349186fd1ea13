using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>The assemblies of a patch, read: each deployed one twice (as it is, and to be unwoven), each new one once.</summary>
internal sealed class PatchInputs : IDisposable
{
    private readonly ReferenceResolver _frameworks = ReferenceResolver.OfFrameworks();
    private readonly List<ImageTriple> _images = [];
    private readonly PatchRequest _request;
    private readonly DiagnosticSink _sink;

    private PatchInputs(PatchRequest request, DiagnosticSink sink)
    {
        _request = request;
        _sink = sink;
    }

    /// <summary>The modules whose bodies can be read from their images.</summary>
    public RawModules Raw { get; } = new();

    /// <summary>The assemblies, still woven where the files are.</summary>
    public IReadOnlyList<AssemblyPair> Pairs { get; private set; } = [];

    /// <summary>The files read, as paths and bytes.</summary>
    public IEnumerable<ModuleImage> Images => _images.SelectMany(static i => new[] { i.Images.Woven, i.New }.OfType<ModuleImage>());

    /// <summary>Reads all files; null when any was refused. Every refusal is reported.</summary>
    public static PatchInputs? Read(PatchRequest request, DiagnosticSink sink)
    {
        var inputs = new PatchInputs(request, sink);
        if (inputs.ReadAll())
            return inputs;
        inputs.Dispose();
        return null;
    }

    /// <summary>What was taken out of the image that a module was read from; null where its bodies are woven still, or never were.</summary>
    public UnwovenImage? UnwovenOf(ModuleDefinition old) => _images.FirstOrDefault(i => i.Images.Old.Module == old)?.Images.Unwoven;

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.ForEach(static i => i.Dispose());
        _frameworks.Dispose();
    }

    private bool ReadAll()
    {
        var paths = PatchInputPaths.Find(_request.BaselinePath, _request.NewPath, _sink);
        _images.AddRange(paths.Select(Read).OfType<ImageTriple>());
        if (_sink.HasErrors || _images.Count == 0)
            return false;
        var deployed = _images.ToList();
        if (EarlierPatches.Read(_request.EarlierPatches, [.. deployed.Select(static d => new PatchBaseline(d.Deployed.Name, d.Deployed.Id))], _sink) is not { } parts)
            return false;
        var earlier = new List<EarlierPatch>();
        foreach (var part in parts)
        {
            if (Read(part) is not { } triple)
                return false;
            _images.Add(triple);
            earlier.Add(new EarlierPatch(triple.Deployed, part));
        }

        foreach (var image in _images)
        {
            image.AddTo(Raw);
            // What an image of one kind refers to is of the same kind.
            foreach (var other in _images)
                image.Know(other);
        }

        Pairs = [.. deployed.Select(d => new AssemblyPair(d.Deployed, d.New!.Module, earlier) { Raw = Raw })];
        return true;
    }

    private ImageTriple? Read(PatchInputPaths paths)
    {
        var reader = new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true };
        if (reader.ReadBytes(paths.Baseline) is not { } bytes || DeployedImages.Read(reader, paths.Baseline, bytes, null, _sink) is not { } deployed)
            return null;
        if (reader.Read(paths.New) is not { } @new)
        {
            deployed.Dispose();
            return null;
        }

        if (!IsSameAssembly(paths, deployed.Woven, @new, _sink))
        {
            deployed.Dispose();
            @new.Dispose();
            return null;
        }

        return new ImageTriple(deployed, @new);
    }

    private ImageTriple? Read(PatchPart part)
    {
        // References of a patch are those of the assemblies that it is for, so they are looked up where these are.
        var path = Path.Combine(Directory.Exists(_request.BaselinePath) ? _request.BaselinePath : Path.GetDirectoryName(Path.GetFullPath(_request.BaselinePath))!, part.Assembly + ".dll");
        var reader = new ModuleReader(_request.References, _sink, _frameworks) { LeavesBodies = true };
        return DeployedImages.Read(reader, path, part.Image, part.Symbols, _sink) is { } deployed ? new ImageTriple(deployed, null) : null;
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

    /// <summary>One assembly in its deployed and its new build, which an earlier patch does not have.</summary>
    private sealed record ImageTriple(DeployedImages Images, ModuleImage? New) : IDisposable
    {
        public DeployedModule Deployed { get; } = new(Images.Woven.Module, Images.Old.Module, BaselineMark.Read(Images.Woven.Module.Assembly)!.Id);

        // Bodies that weaving is yet to be taken out of are not those in the image.
        public void AddTo(RawModules modules)
        {
            if (Images is { Unwoven: { } unwoven, Old.Raw: { } old })
            {
                var module = new RawModule(Images.Old.Module, old);
                module.AddExports(unwoven.Exports);
                modules.Add(module);
            }

            if (New?.Raw is { } @new && BaselineMark.Read(New.Module.Assembly) is null)
                modules.Add(new RawModule(New.Module, @new));
        }

        public void Know(ImageTriple other)
        {
            Images.Woven.Know(other.Images.Woven);
            Images.Old.Know(other.Images.Old);
            if (other.New is not null)
                New?.Know(other.New);
        }

        public void Dispose()
        {
            Images.Dispose();
            New?.Dispose();
        }
    }
}

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
    private readonly List<AssemblyImages> _images = [];
    private readonly List<ModuleImage> _unchanged = [];
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

    /// <summary>The assemblies that are not deployed and that earlier patches brought. Those that are woven, and that the new build has, are among <see cref="Pairs"/>.</summary>
    public IReadOnlyList<CarriedAssembly> Carried { get; private set; } = [];

    /// <summary>The files read, as paths and bytes.</summary>
    public IEnumerable<ModuleImage> Images => _images.SelectMany(static i => new[] { i.Then.Woven, i.Now?.Image }.OfType<ModuleImage>());

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
    public UnwovenImage? UnwovenOf(ModuleDefinition module) => _images.Select(i => i.UnwovenOf(module)).FirstOrDefault(static u => u is not null);

    /// <summary>Looks at all of the assemblies that something may ask for; false when any was refused, which is reported.</summary>
    /// <param name="isLeft">Whether nothing will be asked for of a type.</param>
    public bool Check(Func<TypeDefinition, bool> isLeft)
    {
        var reader = new ModuleReader(_request.References, _sink, _frameworks);
        foreach (var image in _images.Where(static i => i.LeavesChecks).SelectMany(static i => i.Builds).Select(static b => b.Image))
        {
            if (reader.Check(image, isLeft) is not { } canStay)
                return false;
            if (!canStay)
                Raw.Remove(image.Module);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.ForEach(static i => i.Dispose());
        _unchanged.ForEach(static i => i.Dispose());
        _frameworks.Dispose();
    }

    private bool ReadAll()
    {
        var paths = PatchInputPaths.Find(_request.BaselinePath, _request.NewPath, _sink);
        _images.AddRange(paths.Select(Read).OfType<AssemblyImages>());
        if (_sink.HasErrors || _images.Count == 0)
            return false;
        if (EarlierPatches.Read(_request.EarlierPatches, [.. _images.Select(static d => new PatchBaseline(d.Deployed.Name, d.Deployed.Id))], _sink) is not { } content)
            return false;
        Carried = [.. content.Carried.Where(c => _images.TrueForAll(d => d.Deployed.Name != c.Name))];
        if (!Carried.All(Read) || !NewProjects.Find(_request, [.. _images.Select(static i => i.Then.Woven.Module)], [.. _images.Select(static i => i.Now!.Image.Module)], content).All(ReadNewProject))
            return false;
        var compared = _images.ToList();
        var earlier = new List<EarlierPatch>();
        foreach (var part in content.Parts)
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
            _unchanged.ForEach(image.KnowDeployed);
        }

        foreach (var image in _unchanged)
            _unchanged.ForEach(image.Know);
        Pairs = [.. compared.Select(d => new AssemblyPair(d.Deployed, d.Now!.Image.Module, earlier) { Raw = Raw })];
        return true;
    }

    // Bodies are left, so damage may show at any place.
    private AssemblyImages? Read(PatchInputPaths paths)
    {
        DeployedImages? deployed = null;
        BuildImage? @new = null;
        try
        {
            var reader = new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true, LeavesChecks = true };
            deployed = reader.ReadBytes(paths.Baseline) is { } bytes ? DeployedImages.Read(reader, paths.Baseline, bytes, null, _sink) : null;
            @new = deployed is not null && reader.ReadBytes(paths.New) is { } newBytes ? BuildImage.Read(reader, paths.New, newBytes, null, _sink) : null;
            if (@new is not null && IsSameAssembly(paths, deployed!.Woven, @new.Image, _sink))
                return new AssemblyImages(deployed, @new) { LeavesChecks = true };
        }
        catch (Exception e) when (DamagedInput.IsSignOf(e) && DamagedInput.FirstIn(new[] { deployed?.Woven, @new?.Image }.OfType<ModuleImage>()) is { } damaged)
        {
            _sink.Report(ReadingDiagnostics.Damaged.With(damaged.Path, e.Message));
        }

        deployed?.Dispose();
        @new?.Dispose();
        return null;
    }

    private AssemblyImages? Read(PatchPart part) => ReadDeployed(part.Assembly, part.Image, part.Symbols) is { } deployed ? new AssemblyImages(deployed, null) : null;

    // As if it were deployed. What is not woven, or not in the new build any more, is only referred to.
    private bool Read(CarriedAssembly carried)
    {
        var (image, symbols) = (carried.Dependency.Image, carried.Dependency.Symbols);
        if (carried.BaselineId is null || NewBuildFiles.Find(_request, carried.Name) is not { } file)
        {
            var unchanged = new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true }.Read(DeployedPath(carried.Name), image, static _ => SymbolFormat.None);
            if (unchanged is not null)
                _unchanged.Add(unchanged);
            return unchanged is not null;
        }

        if (ReadDeployed(carried.Name, image, symbols) is not { } deployed)
            return false;
        var reader = new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true };
        var @new = reader.ReadBytes(file) is { } bytes ? BuildImage.Read(reader, file, bytes, null, _sink) : null;
        if (@new is null)
            deployed.Dispose();
        else
            _images.Add(new AssemblyImages(deployed, @new));
        return @new is not null;
    }

    // Deployed is an assembly of that name with nothing in it.
    private bool ReadNewProject(string file)
    {
        var reader = new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true };
        if (reader.ReadBytes(file) is not { } bytes || BuildImage.Read(reader, file, bytes, null, _sink) is not { } @new)
            return false;
        using var nothing = ModuleDefinition.CreateModule(@new.Image.Module.Assembly.Name.Name, ModuleKind.Dll);
        var image = new MemoryStream();
        nothing.Write(image, new WriterParameters { DeterministicMvid = true });
        if (ReadDeployed(nothing.Assembly.Name.Name, image.ToArray(), []) is { } deployed)
            _images.Add(new AssemblyImages(deployed, @new));
        else
            @new.Dispose();
        return !_sink.HasErrors;
    }

    private DeployedImages? ReadDeployed(string name, byte[] image, byte[] symbols) =>
        DeployedImages.Read(new ModuleReader(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true }, DeployedPath(name), image, symbols, _sink);

    // References of what patches bring are those of the assemblies that they are for, so they are looked up where these are.
    private string DeployedPath(string name) => Path.Combine(NewBuildFiles.FolderOf(_request.BaselinePath), name + ".dll");

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
}

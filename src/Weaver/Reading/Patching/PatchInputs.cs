using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>The assemblies of a patch as their files have them.</summary>
internal sealed class PatchInputs : IDisposable
{
    private readonly ReferenceResolver _frameworks = ReferenceResolver.OfFrameworks();
    private readonly List<AssemblyImages> _compared = [];
    private readonly List<(AssemblyImages Images, PatchPart Part)> _earlier = [];
    private readonly List<ModuleImage> _unchanged = [];
    private readonly PatchRequest _request;
    private readonly DiagnosticSink _sink;

    private PatchInputs(PatchRequest request, DiagnosticSink sink)
    {
        _request = request;
        _sink = sink;
    }

    /// <summary>The assemblies that both builds have, or only the new one.</summary>
    public IReadOnlyList<AssemblyImages> Compared => _compared;

    /// <summary>The assemblies of earlier patches, none before one that it depends on.</summary>
    public IReadOnlyList<(AssemblyImages Images, PatchPart Part)> Earlier => _earlier;

    /// <summary>Assemblies that earlier patches brought and that do not change.</summary>
    public IReadOnlyList<ModuleImage> Unchanged => _unchanged;

    /// <summary>
    /// The assemblies that are not deployed and that earlier patches brought. Those that are woven, and that the new build has, are among
    /// <see cref="Compared"/>.
    /// </summary>
    public IReadOnlyList<CarriedAssembly> Carried { get; private set; } = [];

    /// <summary>The files read, as paths and bytes.</summary>
    public IEnumerable<ModuleImage> Images =>
        _compared.Concat(_earlier.Select(static e => e.Images)).SelectMany(static i => new[] { i.Woven, i.New }.OfType<ModuleImage>());

    /// <summary>Reads all files; null when any was refused. Every refusal is reported.</summary>
    public static PatchInputs? Read(PatchRequest request, DiagnosticSink sink)
    {
        var inputs = new PatchInputs(request, sink);
        if (inputs.ReadAll())
            return inputs;
        inputs.Dispose();
        return null;
    }

    /// <summary>Reads modules as these were read.</summary>
    public ModuleReader MakeReader() => new(_request.References, _sink, _frameworks) { KeepsNativeCode = true, LeavesBodies = true, LeavesSymbols = _request.LeavesSymbols };

    /// <summary>Puts another new build in the place of the one that was read; false when it was refused, which is reported.</summary>
    /// <param name="name">The assembly.</param>
    /// <param name="image">The build.</param>
    /// <param name="symbols">Its portable PDB; empty for none.</param>
    public bool Replace(string name, byte[] image, byte[] symbols)
    {
        var at = _compared.FindIndex(c => c.Name == name);
        var path = _compared[at].New!.Path;
        var @new = MakeReader().Read(path, image, module => SymbolReaders.AttachGiven(module, path, symbols, _sink));
        if (@new is null)
            return false;
        _compared[at].New!.Dispose();
        _compared[at] = _compared[at] with { New = @new };
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compared.ForEach(static i => i.Dispose());
        _earlier.ForEach(static e => e.Images.Dispose());
        _unchanged.ForEach(static i => i.Dispose());
        _frameworks.Dispose();
    }

    private bool ReadAll()
    {
        var paths = PatchInputPaths.Find(_request.BaselinePath, _request.NewPath, _sink);
        _compared.AddRange(paths.Select(ReadPair).OfType<AssemblyImages>());
        if (_sink.HasErrors || _compared.Count == 0)
            return false;
        if (EarlierPatches.Read(_request.EarlierPatches, [.. _compared.Select(static d => new PatchBaseline(d.Name, d.Id))], _sink) is not { } content)
            return false;
        Carried = [.. content.Carried.Where(c => _compared.TrueForAll(d => d.Name != c.Name))];
        if (!Carried.All(ReadCarried) || !FindNewProjects(content).Concat(_request.Migrations).All(ReadNewProject))
            return false;
        foreach (var part in content.Parts)
        {
            if (ReadDeployed(part.Assembly, part.Image, part.Symbols) is not { } woven)
                return false;
            _earlier.Add((new AssemblyImages(woven, part.Symbols, null), part));
        }

        // All of them, so that one run names each.
        return Images.ToList().FindAll(i => !WeavingFormat.IsKnown(i, _sink)).Count == 0;
    }

    private IReadOnlyList<string> FindNewProjects(EarlierContent content) =>
        NewProjects.Find(_request, [.. _compared.Select(static i => i.Woven.Module)], [.. _compared.Select(static i => i.New!.Module)], content);

    // Bodies are left, so damage may show at any place.
    private AssemblyImages? ReadPair(PatchInputPaths paths)
    {
        ModuleImage? woven = null;
        ModuleImage? @new = null;
        try
        {
            var reader = new ModuleReader(_request.References, _sink, _frameworks)
            {
                KeepsNativeCode = true,
                LeavesBodies = true,
                LeavesChecks = true,
                LeavesSymbols = _request.LeavesSymbols,
                TakesComposites = true,
            };
            woven = reader.Read(paths.Baseline);
            @new = woven is null ? null : reader.Read(paths.New);
            if (@new is not null && IsSameAssembly(paths, woven!, @new, _sink))
                return new AssemblyImages(woven!, null, @new) { LeavesChecks = true, Satellites = ReadSatellites(paths.Baseline, paths.New, woven!) };
        }
        catch (Exception e) when (DamageSign.Is(e) && new[] { woven, @new }.FirstOrDefault(static i => i is not null && !DamagedInput.SurvivesRoundTrip(i.Bytes)) is { } damaged)
        {
            _sink.Report(ReadingDiagnostics.Damaged.With(damaged.Path, e.Message));
        }

        woven?.Dispose();
        @new?.Dispose();
        return null;
    }

    // As if it were deployed. What is not woven, or not in the new build any more, is only referred to.
    private bool ReadCarried(CarriedAssembly carried)
    {
        var (image, symbols) = (carried.Dependency.Image, carried.Dependency.Symbols);
        if (carried.BaselineId is null || NewBuildFiles.Find(_request, carried.Name) is not { } file)
        {
            var unchanged = MakeReader().Read(DeployedPath(carried.Name), image, static _ => SymbolFormat.None);
            if (unchanged is not null)
                _unchanged.Add(unchanged);
            return unchanged is not null;
        }

        return ReadDeployed(carried.Name, image, symbols) is { } deployed && AddCompared(deployed, carried.Dependency, file);
    }

    // Deployed is an assembly of that name with nothing in it.
    private bool ReadNewProject(string file)
    {
        if (MakeReader().Read(file) is not { } @new)
            return false;
        using var nothing = ModuleDefinition.CreateModule(@new.Module.Assembly.Name.Name, ModuleKind.Dll);
        var image = new MemoryStream();
        nothing.Write(image, new WriterParameters { DeterministicMvid = true });
        if (ReadDeployed(nothing.Assembly.Name.Name, image.ToArray(), []) is { } deployed)
            _compared.Add(new AssemblyImages(deployed, [], @new) { Satellites = new SatellitePair([], SatelliteResources.ReadBeside(file, deployed.Module.Assembly.Name.Name)) });
        else
            @new.Dispose();
        return !_sink.HasErrors;
    }

    private bool AddCompared(ModuleImage deployed, PatchDependency carried, string file)
    {
        var @new = MakeReader().Read(file);
        if (@new is null)
            deployed.Dispose();
        else
            _compared.Add(new AssemblyImages(deployed, carried.Symbols, @new) { Satellites = new SatellitePair(SatelliteResources.Read(carried.Satellites), SatelliteResources.ReadBeside(file, carried.Assembly)) });
        return @new is not null;
    }

    private ModuleImage? ReadDeployed(string name, byte[] image, byte[] symbols)
    {
        var path = DeployedPath(name);
        return MakeReader().Read(path, image, module => SymbolReaders.AttachGiven(module, path, symbols, _sink));
    }

    // References of what patches bring are those of the assemblies that they are for, so they are looked up where these are.
    private string DeployedPath(string name) => Path.Combine(NewBuildFiles.FolderOf(_request.BaselinePath), name + ".dll");

    private static SatellitePair ReadSatellites(string deployed, string @new, ModuleImage woven)
    {
        var name = woven.Module.Assembly.Name.Name;
        return new SatellitePair(SatelliteResources.ReadBeside(deployed, name), SatelliteResources.ReadBeside(@new, name));
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
}

using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Normalising.Naming;
using HotWeave.Weaver.Normalising.Untouched;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>
/// The builds of a patch in the form that is compared: without weaving, with names that mean the same in both, and with what both files have alike set aside.
/// </summary>
internal sealed class NormalisedBuilds : IDisposable
{
    private readonly List<NormalisedAssembly> _compared;
    private readonly List<NormalisedAssembly> _all;

    private NormalisedBuilds(PatchInputs inputs)
    {
        var reader = inputs.MakeReader();
        _compared = [.. inputs.Compared.Select(c => new NormalisedAssembly(c, reader))];
        var earlier = inputs.Earlier.Select(e => (Assembly: new NormalisedAssembly(e.Images, reader), e.Part)).ToList();
        _all = [.. _compared, .. earlier.Select(static e => e.Assembly)];
        foreach (var build in _all.SelectMany(static a => a.Builds))
        {
            if (build.MakeRawModule() is { } raw)
                Raw.Add(raw);
        }

        List<EarlierPatch> patches = [.. earlier.Select(static e => new EarlierPatch(e.Assembly.Deployed, e.Part))];
        Pairs = [.. _compared.Select(c => new AssemblyPair(c.Deployed, c.New!.Image.Module, patches) { Raw = Raw })];
    }

    /// <summary>The assemblies, each in both builds.</summary>
    public IReadOnlyList<AssemblyPair> Pairs { get; private set; }

    /// <summary>The modules whose bodies can be read from their images.</summary>
    public RawModules Raw { get; } = new();

    /// <summary>Brings what was read into that form; null when a file was refused, which is reported.</summary>
    public static NormalisedBuilds? Make(PatchInputs inputs)
    {
        var builds = new NormalisedBuilds(inputs);
        builds.Introduce(inputs.Unchanged);
        builds.Unweave();
        builds.AlignNames();
        builds.SetUntouchedAside();
        if (builds.Check(inputs.MakeReader()))
            return builds;
        builds.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(static a => a.Dispose());

    // What an image of one kind refers to is of the same kind.
    private void Introduce(IReadOnlyList<ModuleImage> unchanged)
    {
        foreach (var assembly in _all)
        {
            _all.ForEach(assembly.Know);
            foreach (var other in unchanged)
                assembly.KnowDeployed(other);
        }

        foreach (var image in unchanged)
        {
            foreach (var other in unchanged)
                image.Know(other);
        }
    }

    private void Unweave()
    {
        foreach (var assembly in _all)
            assembly.Unweave(Raw);
        foreach (var pair in Pairs)
            Unweaver.RemoveOverrideStubs(pair.New);
    }

    // After unweaving: what a person wrote tells which type of one build is which of the other.
    private void AlignNames()
    {
        foreach (var pair in Pairs)
        {
            FileLocalNames.Align(pair.Old, pair.New);
            PatternNames.Part(pair.Old, pair.New);
        }
    }

    // After the names, which say what is compared with what.
    private void SetUntouchedAside() => Pairs = [.. Pairs.Select(static p => p with { Untouched = UntouchedTypeSearch.Find(p) })];

    // After that: damage in what nobody asks for is no reason to refuse a file.
    private bool Check(ModuleReader reader)
    {
        foreach (var image in _compared.Where(static a => a.LeavesChecks).SelectMany(static a => a.Builds).Select(static b => b.Image))
        {
            if (reader.Check(image, IsUntouched) is not { } canStay)
                return false;
            if (!canStay)
                Raw.Remove(image.Module);
        }

        return true;
    }

    private bool IsUntouched(TypeDefinition type) => Pairs.Any(p => p.Untouched.Contains(type));
}

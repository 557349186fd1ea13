using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Normalising.Naming;
using HotWeave.Weaver.Normalising.Records;
using HotWeave.Weaver.Normalising.Untouched;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>
/// The builds of a patch in the form that is compared: without weaving, with names that mean the same in both, and with what both files
/// have alike set aside.
/// </summary>
internal sealed class NormalisedBuilds : IDisposable
{
    private readonly List<NormalisedAssembly> _compared;
    private readonly List<NormalisedAssembly> _all;
    private readonly Dictionary<ModuleDefinition, RawModuleBuilder> _raw = [];
    private bool _hasRenamedFields;

    private NormalisedBuilds(PatchInputs inputs, bool readsRows)
    {
        var reader = inputs.MakeReader();
        _compared = [.. inputs.Compared.Select(c => new NormalisedAssembly(c, reader, readsRows))];
        var earlier = inputs.Earlier.Select(e => (Assembly: new NormalisedAssembly(e.Images, reader, readsRows), e.Part)).ToList();
        _all = [.. _compared, .. earlier.Select(static e => e.Assembly)];
        foreach (var raw in readsRows ? _all.SelectMany(static a => a.Builds).Select(static b => b.MakeRawModule()).OfType<RawModuleBuilder>() : [])
            _raw.Add(raw.Module, raw);
        List<EarlierPatch> patches = [.. earlier.Select(static e => new EarlierPatch(e.Assembly.Deployed, e.Part))];
        Pairs = [.. _compared.Select(c => new AssemblyPair(c.Deployed, c.New!.Image.Module, patches) { Satellites = c.Satellites })];
    }

    /// <summary>The assemblies, each in both builds.</summary>
    public IReadOnlyList<AssemblyPair> Pairs { get; private set; }

    /// <summary>Brings what was read into that form; null when a file was refused, which is reported.</summary>
    /// <param name="inputs">What was read.</param>
    /// <param name="readsRows">Whether bodies are compared where they stand in the files, as far as that can be done: the same by a shorter
    /// way.</param>
    /// <exception cref="WeaverDefectException">A defect of HotWeave.</exception>
    public static NormalisedBuilds? Make(PatchInputs inputs, bool readsRows = true)
    {
        var builds = new NormalisedBuilds(inputs, readsRows);
        var reader = inputs.MakeReader();
        builds.Introduce(inputs.Unchanged);
        if (builds.CheckWoven(reader))
        {
            builds.Unweave();
            builds.AlignNames();
            builds.SetUntouchedAside();
            if (builds.CheckTouched(reader))
                return builds;
        }

        builds.Dispose();
        return null;
    }

    /// <summary>Has marks that one assembly has for the static fields of another stand on those: while fields have the names of their source.</summary>
    public void MarkFields(DiagnosticSink sink) => ReinitialisedFields.Mark(Pairs, sink);

    /// <summary>
    /// Gives fields that only changed the spelling of their names their deployed ones: a step that comes after a comparison. A mapping
    /// would not do, since rules, hooks and initialisers speak of fields by their names too, and each place that forgot to ask would take a
    /// field for a new one that is empty.
    /// </summary>
    public void RenameFields(IReadOnlyList<FieldRename> renames)
    {
        if (renames.Count == 0)
            return;
        FieldRenamer.Rename(renames, Pairs, RawOf);
        _hasRenamedFields = true;
        ReadRows();
    }

    /// <summary>
    /// Makes types of new builds other types than the deployed ones of their names, and compares again what names them; false when a file was
    /// refused, which is reported.
    /// </summary>
    /// <param name="types">The types, with all that are nested in them.</param>
    /// <param name="inputs">What was read.</param>
    public bool MakeAnew(IReadOnlyCollection<TypeDefinition> types, PatchInputs inputs)
    {
        if (types.Count == 0)
            return true;
        var deployed = types.Select(t => Pairs.First(p => p.New == t.Module).Old.GetType(t.FullName)).ToList();
        AnewNames.Mark(types);
        Pairs = [.. Pairs.Select(p => p with { Anew = [.. p.Anew, .. deployed.Where(d => d.Module == p.Old)] })];
        SetUntouchedAside();
        return CheckTouched(inputs.MakeReader());
    }

    /// <summary>Gives records that only gained members their deployed hash codes: after the fields have their deployed names.</summary>
    public void KeepRecordHashes()
    {
        var isChanged = false;
        foreach (var pair in Pairs)
        {
            RecordHashes.Keep(pair, method =>
            {
                isChanged = true;
                RawOf(method.Module)?.Change(method);
            });
        }

        if (isChanged)
            ReadRows();
    }

    /// <summary>
    /// Takes constraints from generic methods and types that only the patch has, once the builds are compared: the runtime goes by the
    /// method table there, which lacks an added interface; the code does not need them, since calls on a reference go by the object.
    /// Whoever looks at the new build from here on, the verifier too, sees what the patch will have.
    /// </summary>
    public static void WaiveConstraints(IReadOnlyDictionary<GenericParameter, List<GenericParameterConstraint>> waived)
    {
        foreach (var parameter in waived)
        {
            foreach (var constraint in parameter.Value)
                parameter.Key.Constraints.Remove(constraint);
        }
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
            assembly.Unweave(RawOf);
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
    private void SetUntouchedAside()
    {
        ReadRows();
        Pairs = [.. Pairs.Select(static p => p with { Untouched = UntouchedTypeSearch.Find(p) })];
    }

    // Before unweaving in memory, after which bodies are no longer what the file has.
    private bool CheckWoven(ModuleReader reader) => Check(reader, static b => b.IsUnwovenInMemory, static _ => false);

    // After what is untouched is known: damage in what nobody asks for is no reason to refuse a file.
    private bool CheckTouched(ModuleReader reader) => Check(reader, static b => !b.IsUnwovenInMemory, IsUntouched);

    private bool Check(ModuleReader reader, Func<BuildImage, bool> isMeant, Func<TypeDefinition, bool> isLeft)
    {
        foreach (var image in _compared.Where(static a => a.LeavesChecks).SelectMany(static a => a.Builds).Where(isMeant).Select(static b => b.Image))
        {
            if (reader.Check(image, isLeft) is not { } canStay)
                return false;
            if (!canStay)
                _raw.Remove(image.Module);
        }

        ReadRows();
        return true;
    }

    // From here on rows are as memory is now.
    private void ReadRows()
    {
        var raw = new RawModules(_raw.Values.Select(static r => r.Build()), _hasRenamedFields);
        Pairs = [.. Pairs.Select(p => p with { Raw = raw })];
    }

    private RawModuleBuilder? RawOf(ModuleDefinition module) => _raw.TryGetValue(module, out var raw) ? raw : null;

    private bool IsUntouched(TypeDefinition type) => Pairs.Any(p => p.Untouched.Contains(type));
}

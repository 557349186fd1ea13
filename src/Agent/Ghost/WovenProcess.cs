using System.Reflection;
using HotWeave.Control.Protocol;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// The modules of this process that are woven in memory. One that the application loads later is woven when it is, before any of its code
/// runs, and so is each copy of one that another load context loads.
/// </summary>
internal sealed class WovenProcess
{
    private readonly NativeGhost _library;
    private readonly IReadOnlyList<GhostModule> _modules;
    private readonly WovenCopies _copies = new();

    public WovenProcess(NativeGhost library, IReadOnlyList<GhostModule> modules)
    {
        _library = library;
        _modules = modules;
        Stubs = new StubBatches(library, modules, _copies);
        Activations = new OldActivations(library, modules, Stubs);
    }

    /// <summary>The stubs of its methods.</summary>
    public StubBatches Stubs { get; }

    /// <summary>What threads run that no patch reaches.</summary>
    public OldActivations Activations { get; }

    /// <summary>Loads the assemblies that the application has not needed yet, as far as it can itself.</summary>
    public void LoadAll()
    {
        foreach (var module in _modules)
            LoadedModule.Load(module.Assembly, module.Mvid);
    }

    /// <summary>Defines types in what is loaded: all of it is looked at before any is changed.</summary>
    public GhostAnswer Define()
    {
        var loaded = new List<int>();
        var copies = new List<Assembly>();
        for (var i = 0; i < _modules.Count; i++)
        {
            var found = LoadedModule.FindLasting(_modules[i].Mvid);
            copies.AddRange(found);
            if (found.Count > 0)
                loaded.Add(i);
            else if (LoadedModule.HasOther(_modules[i].Assembly))
                return new GhostAnswer { Step = GhostStep.FindModule, Plan = i };
        }

        var canDefine = RunAll(loaded, _library.Check);
        if (canDefine.Step != GhostStep.Done)
            return canDefine;
        var defined = RunAll(loaded, _library.Weave);
        if (defined.Step == GhostStep.Done)
            copies.ForEach(_copies.Add);
        return defined;
    }

    /// <summary>Marks what is defined, and sees to what is loaded from now on.</summary>
    public GhostAnswer Mark()
    {
        var marked = _library.Mark();
        if (marked.Step != GhostStep.Done)
            return marked;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => WeaveLoaded(loaded.LoadedAssembly);
        // Those that were loaded since they were looked for.
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            WeaveLoaded(assembly);
        return marked;
    }

    // The answer for the first that failed, else how long all took.
    private GhostAnswer RunAll(List<int> modules, Func<byte[], GhostAnswer> operation)
    {
        var all = default(GhostAnswer);
        foreach (var index in modules)
        {
            var answer = operation(_modules[index].Plan);
            if (answer.Step != GhostStep.Done)
                return answer with { Plan = index };
            all.DefineTime += answer.DefineTime;
        }

        return all;
    }

    // On a thread of the application that loads: nothing is thrown, and nothing waited for but the native part, which loads nothing. What
    // cannot be woven stays without a mark, which whoever wants stubs of it finds.
    private void WeaveLoaded(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.IsCollectible)
            return;
        foreach (var module in _modules)
        {
            if (module.Mvid != assembly.ManifestModule.ModuleVersionId || _library.Weave(module.Plan).Step != GhostStep.Done)
                continue;
            _library.Mark();
            _copies.Add(assembly);
        }
    }
}

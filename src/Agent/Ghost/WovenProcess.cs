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

    public WovenProcess(NativeGhost library, IReadOnlyList<GhostModule> modules)
    {
        _library = library;
        _modules = modules;
        Stubs = new StubBatches(library, modules);
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
            LoadedModule.Load(module.Assembly, Guid.Parse(module.Mvid));
    }

    /// <summary>Defines types in what is loaded: all of it is looked at before any is changed.</summary>
    public GhostAnswer Define()
    {
        var loaded = new List<int>();
        for (var i = 0; i < _modules.Count; i++)
        {
            var (module, id) = (_modules[i], Guid.Parse(_modules[i].Mvid));
            if (LoadedModule.IsThere(id))
                loaded.Add(i);
            else if (LoadedModule.HasOther(module.Assembly))
                return new GhostAnswer { Step = GhostStep.FindModule, Plan = i };
        }

        return RunAll(loaded, _library.Check, out var checkedOne) ? checkedOne : RunAll(loaded, _library.Weave, out var defined) ? defined : defined;
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

    // Whether one failed, which is then what came last.
    private bool RunAll(List<int> modules, Func<byte[], GhostAnswer> operation, out GhostAnswer last)
    {
        last = default;
        long took = 0;
        foreach (var index in modules)
        {
            last = operation(_modules[index].Plan);
            if (last.Step != GhostStep.Done)
            {
                last.Plan = index;
                return true;
            }

            took += last.DefineTime;
        }

        last.DefineTime = took;
        return false;
    }

    // On a thread of the application that loads: nothing is thrown, and nothing waited for but the native part, which loads nothing. What
    // cannot be woven stays without a mark, which whoever wants stubs of it finds.
    private void WeaveLoaded(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.IsCollectible)
            return;
        foreach (var module in _modules)
        {
            if (Guid.Parse(module.Mvid) == assembly.ManifestModule.ModuleVersionId && _library.Weave(module.Plan).Step == GhostStep.Done)
                _library.Mark();
        }
    }
}

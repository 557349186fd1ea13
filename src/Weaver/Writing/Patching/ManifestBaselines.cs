using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>
/// The baselines of a patch in the order of its manifest: the application's, the woven assemblies that the patch brings and the application
/// does not have, and the assemblies of earlier patches.
/// </summary>
internal sealed class ManifestBaselines
{
    private readonly Dictionary<DeployedModule, int> _indexes = [];
    private readonly List<PatchBaseline> _entries = [];

    public ManifestBaselines(PatchPlan plan, IReadOnlyList<CarriedAssembly> carried)
    {
        bool IsCarried(DeployedModule module) => carried.Any(c => c.Name == module.Name);

        var compared = plan.Matches.Where(static m => !m.Pair.IsNewProject).Select(static m => m.Pair.Deployed).ToList();
        foreach (var module in compared.Where(m => !IsCarried(m)).Concat(compared.Where(IsCarried)))
            Add(module);
        // That nothing of it changes is what this patch says of it.
        _entries.AddRange(carried.Where(c => c.BaselineId is not null && compared.TrueForAll(m => m.Name != c.Name)).Select(static c => new PatchBaseline(c.Name, c.BaselineId!)));
        foreach (var module in plan.Earlier.Select(static e => e.Module))
            Add(module);
    }

    /// <summary>The baselines.</summary>
    public IReadOnlyList<PatchBaseline> Entries => _entries;

    /// <summary>The index of a module that the patch changes.</summary>
    public int IndexOf(DeployedModule module) => _indexes[module];

    private void Add(DeployedModule module)
    {
        _indexes.Add(module, _entries.Count);
        _entries.Add(new PatchBaseline(module.Name, module.Id));
    }
}

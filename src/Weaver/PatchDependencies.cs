using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Reading.Patching;
using HotWeave.Weaver.Writing.Patching;

namespace HotWeave.Weaver;

/// <summary>What a patch needs from outside: what the process has of it, and what the patch brings since the process has not.</summary>
internal sealed class PatchDependencies
{
    private readonly PatchRequest _request;
    private readonly PatchPlan _plan;

    private PatchDependencies(PatchRequest request, PatchPlan plan, DeployedReferences references, IReadOnlyList<CarriedAssembly> carried)
    {
        (_request, _plan) = (request, plan);
        (References, Carried) = (references, carried);
    }

    /// <summary>The assemblies that the process has.</summary>
    public DeployedReferences References { get; }

    /// <summary>The assemblies that come along, woven and bound to what the process has.</summary>
    public IReadOnlyList<CarriedAssembly> Carried { get; }

    /// <summary>Collects what a plan refers to, and says what is missing, lowered or brought.</summary>
    public static PatchDependencies Collect(PatchRequest request, PatchReach reach, IReadOnlyList<CarriedAssembly> earlier, DiagnosticSink sink)
    {
        var plan = reach.Plan;
        var references = new DeployedReferences(request, plan, earlier, sink);
        var found = new DependencyReader(request, references, earlier, sink).Collect(reach.References.Select(static r => r.Name));
        references.Check(reach);
        var baseline = BaselineMark.Read(plan.Matches[0].Pair.Deployed.Woven.Assembly)!;
        var carried = new CarriedReferences(request, references, sink).Bind(CarriedWeaver.Weave(request, found, baseline, sink));
        return new PatchDependencies(request, plan, references, carried);
    }

    /// <summary>The names of what comes along, new projects among it, of which it says that they are taken apart.</summary>
    public IReadOnlyList<string> NameBrought(DiagnosticSink sink)
    {
        // A migrations assembly is there for its methods.
        var migrations = new HashSet<string>(_request.Migrations.Select(static m => Path.GetFileNameWithoutExtension(m)), StringComparer.OrdinalIgnoreCase);
        var projects = _plan.Matches.Where(m => m.Pair.IsNewProject && !migrations.Contains(m.Pair.Name)).Select(static m => m.Pair.Name).ToList();
        foreach (var name in projects)
            sink.Report(EditDiagnostics.ProjectTakenApart.At(name, null, name));

        return [.. Carried.Select(static c => c.Name).Concat(projects).OrderBy(static n => n, StringComparer.Ordinal)];
    }
}

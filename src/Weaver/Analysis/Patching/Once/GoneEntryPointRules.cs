using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Says what becomes of what frameworks found when the process started and the new build does not have: they go on calling it, unless
/// somebody takes it away from them.
/// </summary>
internal sealed class GoneEntryPointRules(IReadOnlyList<AssemblyMatch> matches, ServedControllers controllers, DiagnosticSink sink)
{
    /// <summary>Looks at the types that differ.</summary>
    public void Check()
    {
        foreach (var changed in controllers.Changed)
            Say(changed);
        foreach (var match in matches.Where(static m => !m.Pair.IsNewProject))
        {
            foreach (var gone in GoneTypes.List(match).Where(t => FrameworkEntryPoints.IsOne(t) && FindChanged(match, t) is null))
                Report(ReadableName.Describe(gone));
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t)))
            {
                if (match.OldOf(type) is { } old)
                    CheckMethods(match, old);
            }
        }
    }

    private void Say(ChangedActions changed)
    {
        foreach (var action in changed.Added)
        {
            var name = ReadableName.Describe(action);
            sink.Report(EditDiagnostics.ActionServed.At(name, SymbolLocation.Find(action), name));
        }

        foreach (var action in changed.Hidden)
        {
            var name = ReadableName.Describe(action);
            sink.Report(EditDiagnostics.ActionHidden.At(name, changed.Type is null ? null : SymbolLocation.Find(changed.Type), name));
        }

        if (changed.Type is null)
            sink.Report(EditDiagnostics.ActionHidden.At(changed.Name, null, changed.Name));
    }

    private void CheckMethods(AssemblyMatch match, TypeDefinition old)
    {
        var changed = FindChanged(match, old);
        foreach (var method in old.Methods.Where(m => match.NewOf(m) is null && FrameworkEntryPoints.IsFoundByName(m)))
        {
            if (changed?.Hidden.Any(h => h.MetadataToken == method.MetadataToken) != true)
                Report(ReadableName.Describe(method));
        }
    }

    private ChangedActions? FindChanged(AssemblyMatch match, TypeDefinition old)
    {
        var woven = match.ModuleOf(old).WovenOf(old);
        return controllers.Changed.FirstOrDefault(c => c.Woven == woven);
    }

    private void Report(string name) => sink.Report(EditDiagnostics.EntryPointGone.At(name, null, name));
}

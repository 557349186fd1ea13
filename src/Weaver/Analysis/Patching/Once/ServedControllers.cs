using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// The controllers that a patch adds, and the actions of deployed ones that it adds or takes away, where HotWeave.AspNetCore sees to them
/// since the deployed program maps its controllers.
/// </summary>
/// <param name="Added">The new controllers, in the order of the new builds.</param>
/// <param name="Changed">The deployed ones whose actions are others.</param>
internal sealed record ServedControllers(IReadOnlyList<TypeDefinition> Added, IReadOnlyList<ChangedActions> Changed)
{
    private static readonly HashSet<string> Mappings = new(StringComparer.Ordinal) { "MapControllers", "MapControllerRoute", "MapDefaultControllerRoute" };

    /// <summary>Finds them; none where nobody serves them.</summary>
    public static ServedControllers Find(IReadOnlyList<AssemblyMatch> matches, IReadOnlyCollection<string> accepted)
    {
        if (!matches.Any(static m => Integration.IsIn(m.Pair.Old)) || !matches.Any(static m => MapsControllers(m.Pair.Old)))
            return new ServedControllers([], []);
        List<AssemblyMatch> deployed = [.. matches.Where(static m => !m.Pair.IsNewProject)];
        return new ServedControllers(
            accepted.Contains(EditDiagnostics.ControllerServed.Id) ? [] : [.. deployed.SelectMany(FindAdded)],
            accepted.Contains(EditDiagnostics.ActionServed.Id) ? [] : [.. deployed.SelectMany(FindChanged)]);
    }

    /// <summary>Whether a new action of a deployed controller is served.</summary>
    public bool Serves(MethodDefinition action) => Changed.Any(c => c.Added.Contains(action));

    /// <summary>Whether a deployed action, as the unwoven build has it, is not served any more.</summary>
    public bool Hides(MethodDefinition action) =>
        Changed.Any(c => c.Woven.FullName == action.DeclaringType.FullName && c.Hidden.Any(h => h.MetadataToken == action.MetadataToken));

    /// <summary>Whether a deployed controller is not served at all any more.</summary>
    public bool Hides(TypeDefinition woven) => Changed.Any(c => c.Type is null && c.Woven == woven);

    private static bool MapsControllers(ModuleDefinition module) => module.GetMemberReferences().Any(static r => Mappings.Contains(r.Name));

    private static IEnumerable<TypeDefinition> FindAdded(AssemblyMatch match) =>
        match.Untouched.OthersIn(match.Pair.New).Where(t => match.OldOf(t) is null && IsServed(t));

    private static IEnumerable<ChangedActions> FindChanged(AssemblyMatch match)
    {
        foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(IsServed))
        {
            if (match.OldOf(type) is { } old && IsServed(old) && Compare(match, type, old) is { } changed)
                yield return changed;
        }

        foreach (var old in GoneTypes.List(match).Where(IsServed))
            yield return new ChangedActions(ReadableName.Describe(old), null, match.ModuleOf(old).WovenOf(old), [], []);
    }

    private static ChangedActions? Compare(AssemblyMatch match, TypeDefinition type, TypeDefinition old)
    {
        var woven = match.ModuleOf(old).WovenOf(old);
        List<MethodDefinition> added = [.. type.Methods.Where(m => ActionRules.IsAction(m) && (match.OldOf(m) is not { } then || !ActionRules.IsAction(then)))];
        List<MethodDefinition> hidden = [.. old.Methods.Where(m => ActionRules.IsAction(m) && (match.NewOf(m) is not { } now || !ActionRules.IsAction(now)))];
        // What one build serves and the other cannot would be served by nobody.
        if ((added.Count == 0 && hidden.Count == 0) || (added.Count > 0 && !(ActionRules.CanBeDerivedFrom(old) && IsLast(type))))
            return null;
        var deployed = hidden.Select(m => (MethodDefinition)woven.Module.LookupToken(m.MetadataToken));
        return new ChangedActions(ReadableName.Describe(type), type, woven, added, [.. deployed]);
    }

    // Controllers that derive from another have its actions too.
    private static bool IsLast(TypeDefinition type) => type.Module.Types.All(t => t.BaseType != type);

    // As MVC finds them: public, of any name, neither open nor marked otherwise.
    private static bool IsServed(TypeDefinition type) =>
        type is { IsClass: true, IsAbstract: false, IsPublic: true, HasGenericParameters: false } && !GeneratedCode.IsGenerated(type)
        && FrameworkTypes.HasAbove(type, static t => t.FullName == "Microsoft.AspNetCore.Mvc.ControllerBase")
        && type.CustomAttributes.All(static a => a.AttributeType.Name != "NonControllerAttribute");
}

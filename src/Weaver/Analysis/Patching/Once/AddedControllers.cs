using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>The controllers that a patch adds and HotWeave.AspNetCore serves, where the deployed program maps its controllers.</summary>
internal static class AddedControllers
{
    private static readonly HashSet<string> Mappings = new(StringComparer.Ordinal) { "MapControllers", "MapControllerRoute", "MapDefaultControllerRoute" };

    /// <summary>In the order of the new builds; none where nobody serves them.</summary>
    public static IReadOnlyList<TypeDefinition> Find(IReadOnlyList<AssemblyMatch> matches, IReadOnlyCollection<string> accepted)
    {
        if (accepted.Contains(EditDiagnostics.ControllerServed.Id)
            || !matches.Any(static m => Integration.IsIn(m.Pair.Old)) || !matches.Any(static m => m.Pair.Old.GetMemberReferences().Any(static r => Mappings.Contains(r.Name))))
            return [];
        return [.. matches.Where(static m => !m.Pair.IsNewProject).SelectMany(static m => m.Untouched.OthersIn(m.Pair.New).Where(t => m.OldOf(t) is null && IsServed(t)))];
    }

    // As MVC finds them: public, of any name, neither open nor marked otherwise.
    private static bool IsServed(TypeDefinition type) =>
        type is { IsClass: true, IsAbstract: false, IsPublic: true, HasGenericParameters: false } && !GeneratedCode.IsGenerated(type)
        && FrameworkTypes.HasAbove(type, static t => t.FullName == "Microsoft.AspNetCore.Mvc.ControllerBase")
        && type.CustomAttributes.All(static a => a.AttributeType.Name != "NonControllerAttribute");
}

using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>The deployed types that a person wrote and that the new build does not have.</summary>
internal static class GoneTypes
{
    /// <summary>In the order of the deployed build.</summary>
    public static IReadOnlyList<TypeDefinition> List(AssemblyMatch match)
    {
        HashSet<TypeDefinition> kept = [.. match.Untouched.OthersIn(match.Pair.New).Select(match.OldOf).OfType<TypeDefinition>()];
        return [.. match.Untouched.OthersIn(match.Pair.Old).Where(t => !kept.Contains(t) && !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t))];
    }
}

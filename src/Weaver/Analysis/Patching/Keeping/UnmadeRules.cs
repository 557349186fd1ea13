using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Decides whether new fields that only constructors fill can go live while no object of their type is alive: every object is then made by a constructor of
/// the new build. That takes a stub on each deployed one, by which it shows whether an object is made while the process is looked at, and which leads to the
/// new constructor afterwards; one that the new build does not have leads nowhere.
/// </summary>
/// <param name="match">The assembly.</param>
/// <param name="hasStub">Whether a deployed method has a stub.</param>
internal sealed class UnmadeRules(AssemblyMatch match, Func<MethodDefinition, bool> hasStub)
{
    /// <summary>What stands in the way, as part of a sentence; null where nothing does.</summary>
    /// <param name="type">The type in the new build.</param>
    public string? FindObstacle(TypeDefinition type)
    {
        if (match.OldOf(type) is not { } old || old.Module != match.Pair.Old)
            return "an earlier patch brought the type";
        foreach (var constructor in old.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false }))
        {
            if (!hasStub(constructor))
                return $"the deployed {ReadableName.Describe(constructor)} has no stub";
            if (match.NewOf(constructor) is null)
                return $"code that runs may still call the deployed {ReadableName.Describe(constructor)}, which the new build does not have";
        }

        return null;
    }
}

using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Structs;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching;

/// <summary>
/// Asks of the methods of structs whose deployed stubs hand over a copy whether the new body may run on one. One that may not counts as
/// if it had no stub: its callers, which have the struct itself, are bound
/// to the new body. Who comes by the stub all the same runs the deployed body.
/// </summary>
internal sealed class CopiedStructs(IReadOnlyList<AssemblyMatch> matches, IReadOnlyDictionary<ModuleDefinition, ExportMap> exports)
{
    private readonly Dictionary<TypeDefinition, SelfUses> _uses = [];
    private readonly Dictionary<MethodDefinition, string?> _obstacles = [];

    /// <summary>What keeps the body of a method of the new build from running on the copy that the deployed stub hands over, for people;
    /// null where nothing does.</summary>
    /// <param name="method">The method.</param>
    /// <param name="old">The deployed one that it is, unwoven.</param>
    public string? FindObstacle(MethodDefinition method, MethodDefinition old)
    {
        if (!method.DeclaringType.IsValueType || !method.HasThis || !method.HasBody)
            return null;
        if (!_obstacles.TryGetValue(method, out var obstacle))
            _obstacles.Add(method, obstacle = CopyOf(old) is { } copy
                ? SelfCopyRule.FindObstacle(copy, method, UsesOf(method.DeclaringType).Find(method)) : null);
        return obstacle;
    }

    /// <summary>The same of a deployed method, by what it has become; null where it is gone.</summary>
    public string? FindObstacle(MethodDefinition old) =>
        old.DeclaringType.IsValueType && matches.Select(m => m.NewOf(old)).FirstOrDefault(static m =>
            m is not null) is { } method ? FindObstacle(method, old) : null;

    private SelfCopy? CopyOf(MethodDefinition old)
    {
        var map = exports[old.Module];
        return map.IsExport(old) ? map.StubOf(map.WovenOf(old)).Self : null;
    }

    private SelfUses UsesOf(TypeDefinition type)
    {
        if (!_uses.TryGetValue(type, out var uses))
            _uses.Add(type, uses = new SelfUses(type));
        return uses;
    }
}

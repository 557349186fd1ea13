using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>What is known of the program's own methods that take a builder: whether they can be called again.</summary>
internal sealed class OwnReplays(IReadOnlyList<AssemblyMatch> matches, ReplayRules rules)
{
    private readonly HashSet<string> _names = new(matches.Select(static m => m.Pair.Name), StringComparer.Ordinal);
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _new = matches.ToDictionary(static m => m.Pair.New);
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _old = matches.ToDictionary(static m => m.Pair.Old);
    private readonly Dictionary<MethodDefinition, OwnMapping> _known = [];

    /// <summary>What is known of a method that a call means; null where it is of another assembly.</summary>
    // Both builds must be able to do it: what one maps and the other cannot take back would be there twice.
    public OwnMapping? Find(MethodReference called)
    {
        var type = called.DeclaringType.GetElementType();
        if (called.HasThis || !(type is TypeDefinition || (type.Scope is AssemblyNameReference scope && _names.Contains(scope.Name))))
            return null;
        if (called.Resolve() is not { } method || !(_new.ContainsKey(method.Module) || _old.ContainsKey(method.Module)))
            return null;
        var isNew = _new.ContainsKey(method.Module);
        var own = Judge(method, isNew);
        var other = isNew ? _new[method.Module].OldOf(method) : _old[method.Module].NewOf(method);
        return own.Obstacle is null && other is not null && Judge(other, !isNew).Obstacle is { } obstacle ? own with { Obstacle = obstacle } : own;
    }

    /// <summary>What is known of a method.</summary>
    public OwnMapping Judge(MethodDefinition method, bool isNew)
    {
        if (_known.TryGetValue(method, out var known))
            return known;
        _known[method] = new OwnMapping($"{ReadableName.Describe(method)} calls itself", []);
        return _known[method] = Read(method, isNew);
    }

    private OwnMapping Read(MethodDefinition method, bool isNew)
    {
        var name = ReadableName.Describe(method);
        if (!method.HasBody || method.HasGenericParameters || StateMachines.FindType(method) is not null)
            return new OwnMapping($"{name} is generic or asynchronous", []);
        var keys = isNew ? _new[method.Module].NewKeys : _old[method.Module].OldKeys;
        var code = MappingReader.Read(method, rules, new MemberText(keys), Find, isMain: false);
        var obstacle = code.Rest.FirstOrDefault(static r => r.Obstacle is not null) ?? (code.Rest.Count > 0 ? code.Rest[0] : null);
        return obstacle is null
            ? new OwnMapping(null, [method, .. code.Reached])
            : new OwnMapping($"{name} does more than {rules.Purpose}: {Name(obstacle)}", []);
    }

    private static string Name(RestStatement rest)
    {
        var what = rest.Statement.Summary.Length > 0 ? rest.Statement.Summary : "a statement";
        var where = rest.Statement.Location is { } location ? $" (line {location.Line})" : "";
        return rest.Obstacle is null ? what + where : $"{what}{where}, since {rest.Obstacle}";
    }
}

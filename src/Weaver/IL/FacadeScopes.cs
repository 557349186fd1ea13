using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Which of a module's references leads to a type of another assembly: the one that the type is said to be of, else one that has or
/// forwards it.
/// </summary>
internal sealed class FacadeScopes
{
    private readonly Dictionary<(string Home, string Name), AssemblyNameReference?> _found = [];
    private readonly Dictionary<AssemblyNameReference, HashSet<string>> _types = [];

    public FacadeScopes(ModuleDefinition module) => Module = module;

    /// <summary>The module.</summary>
    public ModuleDefinition Module { get; }

    /// <summary>The reference; null where none leads to the type.</summary>
    public AssemblyNameReference? Find(TypeReference named)
    {
        var home = named.Scope is ModuleDefinition module ? module.Assembly.Name.Name : named.Scope.Name;
        var key = (home, named.FullName);
        if (!_found.TryGetValue(key, out var scope))
            _found.Add(key, scope = Module.AssemblyReferences.FirstOrDefault(r => r.Name == home) ?? FirstThatHas(named.FullName));
        return scope;
    }

    private AssemblyNameReference? FirstThatHas(string type) =>
        Module.AssemblyReferences.FirstOrDefault(r => r.Name != "HotWeave.Runtime" && TypesOf(r).Contains(type));

    private HashSet<string> TypesOf(AssemblyNameReference reference)
    {
        if (_types.TryGetValue(reference, out var types))
            return types;
        var module = Module.AssemblyResolver.Resolve(reference).MainModule;
        types = new HashSet<string>(module.ExportedTypes.Select(static e => e.FullName).Concat(module.Types.Select(static t => t.FullName)), StringComparer.Ordinal);
        _types.Add(reference, types);
        return types;
    }
}

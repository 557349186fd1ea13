using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Which assemblies define the base types of outside types, behind the facades that references name. The core library is known by its name
/// and never read.
/// </summary>
internal sealed class DefiningAssemblies
{
    /// <summary>The assembly that all chains of base types end in.</summary>
    public const string CoreLibrary = "System.Private.CoreLib";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Their simple names, so far.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Adds the assemblies of a type and of its base types.</summary>
    public void Add(TypeReference? type)
    {
        for (var above = type?.GetElementType(); above is not null && _seen.Add(above.FullName);)
            above = Definition(above)?.BaseType?.GetElementType();
    }

    // Null where the chain ends, or where nobody can follow it.
    private TypeDefinition? Definition(TypeReference type)
    {
        if (type is TypeDefinition own)
        {
            _names.Add(own.Module.Assembly.Name.Name);
            return own;
        }

        var outermost = type;
        while (outermost.DeclaringType is { } outer)
            outermost = outer;
        var scope = outermost.Scope;
        while (scope is AssemblyNameReference reference && reference.Name != CoreLibrary)
        {
            var module = type.Module.AssemblyResolver.Resolve(reference).MainModule;
            if (module.GetType(type.FullName) is { } definition)
            {
                _names.Add(reference.Name);
                return definition;
            }

            scope = module.ExportedTypes.FirstOrDefault(e => e.Name == outermost.Name && e.Namespace == outermost.Namespace)?.Scope;
        }

        _names.Add(scope?.Name ?? outermost.Scope.Name);
        return null;
    }
}

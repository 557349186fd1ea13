using Mono.Cecil;

namespace HotWeave.Weaver.Verification.Types;

/// <summary>
/// Finds definitions of types that other assemblies have, through forwarders; remembers what it looked for, as Cecil does not.
/// </summary>
internal sealed class TypeDefinitions
{
    private readonly Dictionary<string, ModuleDefinition?> _modules = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<ModuleDefinition, Dictionary<(string Namespace, string Name), ExportedType>> _forwarders = [];

    /// <summary>The definition of <paramref name="reference"/>; null where the assembly or the type is not at hand.</summary>
    public TypeDefinition? Find(TypeReference reference)
    {
        if (reference is TypeDefinition definition)
            return definition;
        if (reference.DeclaringType is { } enclosing)
            return Find(enclosing)?.NestedTypes.FirstOrDefault(t => t.Name == reference.Name);
        return FindModule(reference.Scope, reference.Module) is { } module ? Find(module, reference.Namespace, reference.Name) : null;
    }

    private ModuleDefinition? FindModule(IMetadataScope scope, ModuleDefinition from)
    {
        if (scope is ModuleDefinition module)
            return module;
        if (scope is not AssemblyNameReference name)
            return null;
        if (!_modules.TryGetValue(name.Name, out var found))
            _modules.Add(name.Name, found = Resolve(name, from));
        return found;
    }

    private static ModuleDefinition? Resolve(AssemblyNameReference name, ModuleDefinition from)
    {
        try
        {
            return from.AssemblyResolver.Resolve(name)?.MainModule;
        }
        catch (AssemblyResolutionException)
        {
            return null; // what is not at hand is not judged
        }
    }

    private TypeDefinition? Find(ModuleDefinition module, string @namespace, string name)
    {
        if (module.GetType(@namespace, name) is { } type)
            return type;
        if (!_forwarders.TryGetValue(module, out var forwarders))
            _forwarders.Add(module, forwarders = ReadForwarders(module));
        if (!forwarders.TryGetValue((@namespace, name), out var exported))
            return null;
        return FindModule(exported.Scope, module) is { } target && target != module ? Find(target, @namespace, name) : null;
    }

    private static Dictionary<(string Namespace, string Name), ExportedType> ReadForwarders(ModuleDefinition module)
    {
        var forwarders = new Dictionary<(string Namespace, string Name), ExportedType>();
        if (!module.HasExportedTypes)
            return forwarders;
        foreach (var exported in module.ExportedTypes.Where(static e => e.DeclaringType is null))
            forwarders[(exported.Namespace, exported.Name)] = exported;
        return forwarders;
    }
}

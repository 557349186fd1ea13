using Mono.Cecil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>The modules of a patch whose bodies can be read from their images. Immutable.</summary>
/// <param name="modules">The modules.</param>
/// <param name="hasRenamedFields">Whether fields have names in memory that the images do not have.</param>
internal sealed class RawModules(IEnumerable<RawModule> modules, bool hasRenamedFields = false)
{
    private readonly Dictionary<ModuleDefinition, RawModule> _modules = modules.ToDictionary(static m => m.Module);

    /// <summary>None: all bodies are read as objects.</summary>
    public static RawModules None { get; } = new([]);

    /// <summary>Whether fields have names in memory that the images do not have.</summary>
    public bool HasRenamedFields { get; } = hasRenamedFields;

    /// <summary>The image of a module; null where it is to be read as objects.</summary>
    public RawModule? Find(ModuleDefinition module) => _modules.TryGetValue(module, out var raw) ? raw : null;
}

using Mono.Cecil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>The modules of a patch whose bodies can be read from their images.</summary>
internal sealed class RawModules
{
    private readonly Dictionary<ModuleDefinition, RawModule> _modules = [];

    /// <summary>None: all bodies are read as objects.</summary>
    public static RawModules None { get; } = new();

    /// <summary>Whether fields have names in memory that the images do not have.</summary>
    public bool HasRenamedFields { get; set; }

    public void Add(RawModule module) => _modules.Add(module.Module, module);

    /// <summary>From now on the module is to be read as objects.</summary>
    public void Remove(ModuleDefinition module) => _modules.Remove(module);

    /// <summary>The image of a module; null where it is to be read as objects.</summary>
    public RawModule? Of(ModuleDefinition module) => _modules.TryGetValue(module, out var raw) ? raw : null;
}

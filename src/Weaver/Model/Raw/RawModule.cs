using Mono.Cecil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>A module whose bodies stand in its image as they are in memory, but for those that were changed.</summary>
internal sealed class RawModule(ModuleDefinition module, RawImage image)
{
    private readonly HashSet<MethodDefinition> _changed = [];
    private readonly HashSet<int> _exports = [];

    public ModuleDefinition Module { get; } = module;

    public RawImage Image { get; } = image;

    /// <summary>Says which methods, by their rows, have stubs in the file as it is deployed.</summary>
    public void AddExports(IEnumerable<int> rows) => _exports.UnionWith(rows);

    /// <summary>Says that a stub counts for another method than the one that has it.</summary>
    public void MoveExport(MethodDefinition from, MethodDefinition to)
    {
        if (_exports.Remove((int)from.MetadataToken.RID))
            _exports.Add((int)to.MetadataToken.RID);
    }

    /// <summary>Whether a method has a stub in the file as it is deployed.</summary>
    public bool IsExport(MethodDefinition method) => _exports.Contains((int)method.MetadataToken.RID);

    /// <summary>Says that a body is no longer what the image has.</summary>
    public void Change(MethodDefinition method) => _changed.Add(method);

    /// <summary>The body in the image; null where there is none, or where it is no longer that.</summary>
    public RawBody? BodyOf(MethodDefinition method) => _changed.Contains(method) ? null : Image.BodyOf((int)method.MetadataToken.RID);
}

using Mono.Cecil;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>A module whose bodies stand in its image as they are in memory, but for those that were changed.</summary>
internal sealed class RawModule(ModuleDefinition module, RawImage image)
{
    private readonly HashSet<int> _changed = [];
    private readonly HashSet<int> _exports = [];
    private readonly HashSet<int> _movedBodies = [];

    public ModuleDefinition Module { get; } = module;

    public RawImage Image { get; } = image;

    /// <summary>Says which methods, by their rows, have stubs in the file as it is deployed, and which are there only to have what stood in others.</summary>
    public void AddWeaving(IEnumerable<int> exports, IEnumerable<int> movedBodies)
    {
        _exports.UnionWith(exports);
        _movedBodies.UnionWith(movedBodies);
    }

    /// <summary>Says that a method is there only to have what stands in another again.</summary>
    public void Drop(MethodDefinition method) => _movedBodies.Add((int)method.MetadataToken.RID);

    /// <summary>Whether a row is that of a method which weaving made for the body of another.</summary>
    public bool IsMovedBody(int method) => _movedBodies.Contains(method);

    /// <summary>Says that a stub counts for another method than the one that has it.</summary>
    public void MoveExport(MethodDefinition from, MethodDefinition to)
    {
        if (_exports.Remove((int)from.MetadataToken.RID))
            _exports.Add((int)to.MetadataToken.RID);
    }

    /// <summary>Whether a method has a stub in the file as it is deployed.</summary>
    public bool IsExport(MethodDefinition method) => _exports.Contains((int)method.MetadataToken.RID);

    /// <summary>Says that a body is no longer what the image has.</summary>
    public void Change(MethodDefinition method) => _changed.Add((int)method.MetadataToken.RID);

    /// <summary>The body in the image; null where there is none, or where it is no longer that.</summary>
    public RawBody? BodyOf(MethodDefinition method) => BodyOf((int)method.MetadataToken.RID);

    /// <summary>The body of a method by its row; null where there is none in the image, or where it is no longer that.</summary>
    public RawBody? BodyOf(int method) => _changed.Contains(method) ? null : Image.BodyOf(method);

    /// <summary>Whether the body of a method by its row is no longer what the image has.</summary>
    public bool IsChanged(int method) => _changed.Contains(method);

    /// <summary>The fields of this name.</summary>
    public IReadOnlyList<FieldDefinition> FieldsNamed(string name)
    {
        var found = new List<FieldDefinition>();
        for (var row = 1; row <= Image.Tables.Rows(MetadataTables.Field); row++)
        {
            if (Image.Tables.IsString(Image.Tables.Column(MetadataTables.Field, row, 1), name))
                found.Add((FieldDefinition)Module.LookupToken(new MetadataToken(TokenType.Field, row)));
        }

        return found;
    }

    /// <summary>The methods that have stubs in the file as it is deployed, by their rows, in their order.</summary>
    public IEnumerable<int> Exports => _exports.OrderBy(static e => e);
}

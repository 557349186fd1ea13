using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising;

/// <summary>Hears what is changed of a module in memory, so that nobody takes the rows of its image for more than they are.</summary>
/// <param name="module">The module.</param>
/// <param name="image">The file that it was read from, without its weaving.</param>
/// <param name="exports">The rows of the methods that have a stub in the file as it is deployed.</param>
/// <param name="movedBodies">The rows of the methods that are there only to have what stood in others.</param>
internal sealed class RawModuleBuilder(ModuleDefinition module, RawImage image, IEnumerable<int> exports, IEnumerable<int> movedBodies)
{
    private readonly HashSet<int> _exports = [.. exports];
    private readonly HashSet<int> _movedBodies = [.. movedBodies];
    private readonly HashSet<int> _changed = [];

    /// <summary>The module.</summary>
    public ModuleDefinition Module => module;

    /// <summary>Says that a body is no longer what the image has.</summary>
    public void Change(MethodDefinition method) => _changed.Add(RowOf(method));

    /// <summary>Says that a method is there only to have what stands in another again.</summary>
    public void Drop(MethodDefinition method) => _movedBodies.Add(RowOf(method));

    /// <summary>Says that a stub counts for another method than the one that has it.</summary>
    public void MoveExport(MethodDefinition from, MethodDefinition to)
    {
        if (_exports.Remove(RowOf(from)))
            _exports.Add(RowOf(to));
    }

    /// <summary>The fields of this name.</summary>
    public IReadOnlyList<FieldDefinition> FindFieldsNamed(string name)
    {
        var found = new List<FieldDefinition>();
        for (var row = 1; row <= image.Tables.Rows(MetadataTables.Field); row++)
        {
            if (new FieldRow(image.Tables, row).Name.Is(name))
                found.Add((FieldDefinition)module.LookupToken(new MetadataToken(TokenType.Field, row)));
        }

        return found;
    }

    /// <summary>What can be read from the image as things are now.</summary>
    public RawModule Build() => new(module, image, _exports, _movedBodies, _changed);

    private static int RowOf(MethodDefinition method) => (int)method.MetadataToken.RID;
}

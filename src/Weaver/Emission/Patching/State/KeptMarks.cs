using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The added fields that say of an object that a constructor of this version made it, for types whose objects keep the code they were
/// made with. Like those of other added
/// fields their cells live through later versions, and clones have them.
/// </summary>
internal sealed class KeptMarks
{
    private readonly Dictionary<TypeDefinition, FieldDefinition> _marks = [];

    public KeptMarks(PatchPlan plan)
    {
        foreach (var kept in plan.Kept)
            _marks.Add(kept.Type, Mark(kept.Type, kept.Mark));
    }

    /// <summary>The fields.</summary>
    public IEnumerable<AddedField> Fields => _marks.Values.Select(static f => new AddedField(f, null, f.Name));

    /// <summary>The mark of a type; null where its objects all have the new code.</summary>
    public FieldDefinition? MarkOf(TypeDefinition type) => _marks.TryGetValue(type, out var mark) ? mark : null;

    // The module is in memory only, and is not written.
    private static FieldDefinition Mark(TypeDefinition type, string name)
    {
        var field = new FieldDefinition(name, FieldAttributes.Private, type.Module.TypeSystem.Int32);
        type.Fields.Add(field);
        return field;
    }
}

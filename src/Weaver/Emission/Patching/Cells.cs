using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>The accessors of fields that only the patch has, the numbers of shapes among them.</summary>
internal sealed class Cells(AddedFields fields, LazyShapes shapes, KeptMarks kept, TypeImporter importer)
{
    /// <summary>The fields themselves.</summary>
    public AddedFields Fields => fields;

    /// <summary>The accessors of an added field.</summary>
    public AddedFieldAccess FindOrMake(FieldDefinition field) => fields.FindOrMake(field);

    /// <summary>The method that must be called on an object before a field of it is used.</summary>
    public MethodDefinition FindOrMakeCheck(FieldDefinition field) =>
        shapes.CheckOf(field.DeclaringType, FindOrMake(shapes.MarkOf(field.DeclaringType)!));

    /// <summary>What says of an object of a type that it has the new shape; null for types that are not converted so.</summary>
    public MethodDefinition? FindMarkSetter(TypeDefinition type) => shapes.MarkOf(type) is { } mark ? FindOrMake(mark).Set : null;

    /// <summary>What says of an object that this version made it; null for types whose objects all have the new code.</summary>
    public AddedFieldAccess? FindKeptMark(TypeDefinition type) => kept.MarkOf(type) is { } mark ? FindOrMake(mark) : null;

    /// <summary>The type of a field's value where its type's arguments are these.</summary>
    public TypeReference ValueOf(FieldDefinition field, IReadOnlyList<TypeReference> arguments) =>
        new ReferenceRewriter(importer, new GenericMap(arguments, [])).Type(field.FieldType is IModifierType modified
            ? modified.ElementType : field.FieldType);
}

using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Model.Raw;

/// <summary>Which type each method and each field of a file is of: types say so by lists, and members not at all.</summary>
internal static class RowOwners
{
    /// <summary>By the rows of the methods, the rows of their types; 0 where it is none.</summary>
    public static int[] FindTypesOfMethods(MetadataTables tables) => Find(tables, MetadataTables.MethodDef, static type => type.MethodList);

    /// <summary>By the rows of the fields, the rows of their types; 0 where it is none.</summary>
    public static int[] FindTypesOfFields(MetadataTables tables) => Find(tables, MetadataTables.Field, static type => type.FieldList);

    private static int[] Find(MetadataTables tables, int table, Func<TypeDefRow, RawRange> membersOf)
    {
        var owners = new int[tables.Rows(table) + 1];
        for (var type = 1; type <= tables.Rows(MetadataTables.TypeDef); type++)
        {
            var members = membersOf(new TypeDefRow(tables, type));
            for (var row = members.First; row < members.End; row++)
                owners[row] = type;
        }

        return owners;
    }
}

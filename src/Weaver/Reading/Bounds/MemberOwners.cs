using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>Methods that properties and events have are of the same type, which readers rely on; and each list has one owner.</summary>
internal static class MemberOwners
{
    /// <exception cref="BadImageFormatException">One is of another.</exception>
    public static void Check(MetadataTables tables)
    {
        var methods = tables.OwnersOf(MetadataTables.MethodDef);
        var events = OwnersBy(tables, MetadataTables.EventMap, MetadataTables.Event);
        var properties = OwnersBy(tables, MetadataTables.PropertyMap, MetadataTables.Property);
        for (var row = 1; row <= tables.Rows(MetadataTables.MethodSemantics); row++)
        {
            var member = CodedIndexes.TokenOf(CodedIndex.HasSemantics, tables.Column(MetadataTables.MethodSemantics, row, 2));
            var owners = member >>> 24 == MetadataTables.Event ? events : properties;
            if (owners[member & 0xFFFFFF] != methods[tables.Column(MetadataTables.MethodSemantics, row, 1)])
                throw new BadImageFormatException("a property or an event has a method of another type");
        }
    }

    private static int[] OwnersBy(MetadataTables tables, int map, int listed)
    {
        var owners = new int[tables.Rows(listed) + 1];
        var seen = new HashSet<int>();
        for (var row = 1; row <= tables.Rows(map); row++)
        {
            var type = tables.Column(map, row, 0);
            if (!seen.Add(type))
                throw new BadImageFormatException("a type has two lists of its members");
            var members = tables.List(map, row, 1, listed);
            for (var member = members.First; member < members.End; member++)
                owners[member] = type;
        }

        return owners;
    }
}

using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// What rows of several tables say together: methods that properties and events have are of the same type, each list has one owner, methods
/// of native libraries have one.
/// </summary>
internal static class MemberOwners
{
    /// <exception cref="BadImageFormatException">One is of another.</exception>
    public static void Check(MetadataTables tables)
    {
        var methods = tables.OwnersOf(MetadataTables.MethodDef);
        Require(methods);
        Require(tables.OwnersOf(MetadataTables.Field));
        var events = OwnersBy(tables, MetadataTables.EventMap, MetadataTables.Event);
        var properties = OwnersBy(tables, MetadataTables.PropertyMap, MetadataTables.Property);
        Require(events);
        Require(properties);
        for (var row = 1; row <= tables.Rows(MetadataTables.MethodSemantics); row++)
        {
            var member = CodedIndexes.TokenOf(CodedIndex.HasSemantics, tables.Column(MetadataTables.MethodSemantics, row, 2));
            var owners = member >>> 24 == MetadataTables.Event ? events : properties;
            if (owners[member & 0xFFFFFF] != methods[tables.Column(MetadataTables.MethodSemantics, row, 1)])
                throw new BadImageFormatException("a property or an event has a method of another type");
        }

        CheckNativeMethods(tables);
    }

    private static void Require(int[] owners)
    {
        if (Array.IndexOf(owners, 0, 1) >= 0)
            throw new BadImageFormatException("a member is of no type");
    }

    private static void CheckNativeMethods(MetadataTables tables)
    {
        const int PInvokeImpl = 0x2000;
        var bound = new HashSet<int>();
        for (var row = 1; row <= tables.Rows(MetadataTables.ImplMap); row++)
            bound.Add(CodedIndexes.TokenOf(CodedIndex.MemberForwarded, tables.Column(MetadataTables.ImplMap, row, 1)));
        for (var row = 1; row <= tables.Rows(MetadataTables.MethodDef); row++)
        {
            if ((tables.Column(MetadataTables.MethodDef, row, 2) & PInvokeImpl) != 0 && !bound.Contains((MetadataTables.MethodDef << 24) | row))
                throw new BadImageFormatException("a method of a native library says nothing of which");
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

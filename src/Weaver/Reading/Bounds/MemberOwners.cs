using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

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
        var methods = RowOwners.FindTypesOfMethods(tables);
        Require(methods);
        Require(RowOwners.FindTypesOfFields(tables));
        var events = OwnersBy(ListEvents(tables), tables.Rows(MetadataTables.Event));
        var properties = OwnersBy(ListProperties(tables), tables.Rows(MetadataTables.Property));
        Require(events);
        Require(properties);
        for (var row = 1; row <= tables.Rows(MetadataTables.MethodSemantics); row++)
        {
            var semantics = new MethodSemanticsRow(tables, row);
            var owners = semantics.Association.Table == MetadataTables.Event ? events : properties;
            if (owners[semantics.Association.Row] != methods[semantics.Method])
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
            bound.Add(new ImplMapRow(tables, row).MemberForwarded.Token);
        for (var row = 1; row <= tables.Rows(MetadataTables.MethodDef); row++)
        {
            if ((new MethodDefRow(tables, row).Flags & PInvokeImpl) != 0 && !bound.Contains(RawRows.Token(MetadataTables.MethodDef, row)))
                throw new BadImageFormatException("a method of a native library says nothing of which");
        }
    }

    private static IEnumerable<(int Type, RawRange Members)> ListEvents(MetadataTables tables) =>
        Enumerable.Range(1, tables.Rows(MetadataTables.EventMap))
            .Select(row => new EventMapRow(tables, row)).Select(static m => (m.Parent, m.EventList));

    private static IEnumerable<(int Type, RawRange Members)> ListProperties(MetadataTables tables) =>
        Enumerable.Range(1, tables.Rows(MetadataTables.PropertyMap))
            .Select(row => new PropertyMapRow(tables, row)).Select(static m => (m.Parent, m.PropertyList));

    private static int[] OwnersBy(IEnumerable<(int Type, RawRange Members)> lists, int rows)
    {
        var owners = new int[rows + 1];
        var seen = new HashSet<int>();
        foreach (var (type, members) in lists)
        {
            if (!seen.Add(type))
                throw new BadImageFormatException("a type has two lists of its members");
            for (var member = members.First; member < members.End; member++)
                owners[member] = type;
        }

        return owners;
    }
}

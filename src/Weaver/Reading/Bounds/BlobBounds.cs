using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>What the blobs of an assembly's rows hold: signatures, constants, security declarations.</summary>
internal sealed class BlobBounds(byte[] image, MetadataRoot root, MetadataTables tables)
{
    // The columns that hold signatures.
    private static readonly (int Table, int Column)[] s_members =
    [
        (MetadataTables.Field, 2), (MetadataTables.MethodDef, 4), (MetadataTables.MemberRef, 2), (MetadataTables.StandAloneSig, 0), (MetadataTables.Property, 2), (MetadataTables.MethodSpec, 1),
    ];

    private readonly SignatureBounds _signatures = new(tables);

    /// <exception cref="BadImageFormatException">A blob is malformed.</exception>
    public void Check()
    {
        foreach (var (table, column) in s_members)
        {
            var seen = new HashSet<int>();
            for (var row = 1; row <= tables.Rows(table); row++)
            {
                if (seen.Add(tables.Column(table, row, column)))
                    _signatures.CheckMember(Open(table, row, column));
            }
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.TypeSpec); row++)
        {
            var type = Open(MetadataTables.TypeSpec, row, 0);
            _signatures.CheckType(ref type);
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.Constant); row++)
            CheckConstant(tables.Column(MetadataTables.Constant, row, 0), Open(MetadataTables.Constant, row, 2));
        for (var row = 1; row <= tables.Rows(MetadataTables.DeclSecurity); row++)
            CheckSecurity(Open(MetadataTables.DeclSecurity, row, 2));
        new AttributeBounds(image, root, tables).Check();
    }

    private BoundedBytes Open(int table, int row, int column) => BoundedBytes.OfBlob(image, root.Blobs, tables.Column(table, row, column));

    // II.22.9: element type, then a byte of zero.
    private static void CheckConstant(int type, BoundedBytes value) => value.Skip((type & 0xFF) switch
    {
        0x02 or 0x04 or 0x05 => 1,
        0x03 or 0x06 or 0x07 => 2,
        0x08 or 0x09 or 0x0C or 0x12 => 4,
        0x0A or 0x0B or 0x0D => 8,
        0x0E => 0,
        _ => throw new BadImageFormatException("a constant is of no type that constants have"),
    });

    // II.22.11: '.', how many, and each by name and length. What begins otherwise is XML.
    private static void CheckSecurity(BoundedBytes value)
    {
        if (value.Left == 0 || value.Byte() != '.')
            return;
        var count = value.Compressed();
        if (count > value.Left)
            throw new BadImageFormatException("a security declaration is malformed");
        for (; count > 0; count--)
        {
            value.SkipString();
            value.Skip(value.Compressed());
        }
    }
}

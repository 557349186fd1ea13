using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>What the blobs of an assembly's rows hold: signatures, constants, security declarations.</summary>
internal sealed class BlobBounds(byte[] image, MetadataRoot root, MetadataTables tables)
{
    private readonly SignatureBounds _signatures = new(tables);

    /// <exception cref="BadImageFormatException">A blob is malformed.</exception>
    public void Check()
    {
        foreach (var column in SignatureColumns.All)
        {
            var seen = new HashSet<int>();
            for (var row = 1; row <= tables.Rows(column.Table); row++)
            {
                var signature = new RawBlob(tables, tables.ReadValue(column, row));
                if (seen.Add(signature.Index))
                    _signatures.CheckMember(Open(signature));
            }
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.TypeSpec); row++)
        {
            var type = Open(new TypeSpecRow(tables, row).Signature);
            _signatures.CheckType(ref type);
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.Constant); row++)
            CheckConstant(new ConstantRow(tables, row));
        for (var row = 1; row <= tables.Rows(MetadataTables.DeclSecurity); row++)
            CheckSecurity(Open(new DeclSecurityRow(tables, row).PermissionSet));
        new AttributeBounds(image, root, tables).Check();
    }

    private BoundedBytes Open(RawBlob blob) => BoundedBytes.OfBlob(image, root.Blobs, blob.Index);

    // II.22.9: element type, then a byte of zero.
    private void CheckConstant(ConstantRow constant) => Open(constant.Value).Skip((constant.Type & 0xFF) switch
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

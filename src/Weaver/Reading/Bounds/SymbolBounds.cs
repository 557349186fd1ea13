using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>Looks at a portable PDB before any reader makes objects for it, as <see cref="ImageBounds"/> does at assemblies.</summary>
internal sealed class SymbolBounds
{
    private readonly byte[] _bytes;
    private readonly MetadataRoot _root;
    private readonly TableBounds _bounds;
    private readonly MetadataTables _tables;
    private readonly SignatureBounds _signatures;

    private SymbolBounds(byte[] bytes)
    {
        _bytes = bytes;
        _root = MetadataRoot.Read(bytes, 0, bytes.Length);
        _bounds = new TableBounds(bytes, _root);
        _tables = _bounds.Check();
        _signatures = new SignatureBounds(_tables);
    }

    /// <summary>Checks all of the symbols.</summary>
    /// <exception cref="BadImageFormatException">A number in them leads out of them.</exception>
    public static void Check(byte[] symbols)
    {
        try
        {
            new SymbolBounds(symbols).Check();
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            throw new BadImageFormatException("an offset in them leads out of them", e);
        }
    }

    private void Check()
    {
        for (var row = 1; row <= _tables.Rows(MetadataTables.Document); row++)
            CheckDocument(Open(new DocumentRow(_tables, row).Name));
        for (var row = 1; row <= _tables.Rows(MetadataTables.MethodDebugInformation); row++)
        {
            var method = new MethodDebugInformationRow(_tables, row);
            CheckPoints(Open(method.SequencePoints), method.Document);
        }

        for (var row = 1; row <= _tables.Rows(MetadataTables.LocalConstant); row++)
            CheckConstant(Open(new LocalConstantRow(_tables, row).Signature));
        for (var row = 1; row <= _tables.Rows(MetadataTables.ImportScope); row++)
        {
            var scope = new ImportScopeRow(_tables, row);
            // A scope is written after the one that it is in, so there is no circle.
            Require(scope.Parent < row);
            CheckImports(Open(scope.Imports));
        }

        CustomDebugBounds.Check(_bytes, _root, _tables);
    }

    private BoundedBytes Open(RawBlob blob) => OpenBlob(blob.Index);

    private BoundedBytes OpenBlob(int index) => BoundedBytes.OfBlob(_bytes, _root.Blobs, index);

    // A separator, then the parts of the name.
    private void CheckDocument(BoundedBytes name)
    {
        if (name.Left > 0)
            name.Skip(1);
        while (name.Left > 0)
            CheckPart(OpenBlob(name.Compressed()));
    }

    // No system has such a path, and whoever makes one of it fails.
    private void CheckPart(BoundedBytes part)
    {
        _bounds.Spend(part.Left);
        while (part.Left > 0)
            Require(part.Byte() != 0);
    }

    // Variables' signature, the document unless all points are in one, then points: each a step in IL and in lines and columns.
    private void CheckPoints(BoundedBytes points, int document)
    {
        if (points.Left == 0)
            return;
        points.Compressed();
        if (document == 0)
            RequireDocument(points.Compressed());
        for (var isFirst = true; points.Left > 0; isFirst = false)
        {
            if (points.Compressed() == 0 && !isFirst)
            {
                RequireDocument(points.Compressed());
                continue;
            }

            var (lines, columns) = (points.Compressed(), points.Compressed());
            if (lines == 0 && columns == 0)
                continue;
            points.Compressed();
            points.Compressed();
        }
    }

    private void RequireDocument(int row) => Require(row >= 1 && row <= _tables.Rows(MetadataTables.Document));

    private void CheckConstant(BoundedBytes constant)
    {
        while (constant.Peek() is 0x1F or 0x20)
        {
            constant.Skip(1);
            constant.Compressed();
        }

        var code = constant.Peek();
        _signatures.CheckType(ref constant);
        switch (code)
        {
            case >= 0x02 and <= 0x0D:
                constant.Skip(code switch { <= 0x05 and not 0x03 => 1, <= 0x07 => 2, 0x08 or 0x09 or 0x0C => 4, _ => 8 });
                break;
            case 0x0E or 0x11 or 0x12 or 0x15 or 0x1C:
                break;
            default:
                Require(false);
                break;
        }
    }

    private void CheckImports(BoundedBytes imports)
    {
        const int AssemblyReference = 0x23;
        while (imports.Left > 0)
        {
            var kind = imports.Compressed();
            Require(kind is >= 1 and <= 9);
            if (kind is 4 or 5 or 6 or 7 or 8 or 9) // an alias
                _bounds.Spend(OpenBlob(imports.Compressed()).Left);
            if (kind is 2 or 6 or 8)
                Require(imports.Compressed() is var assembly && assembly >= 1 && assembly <= _tables.NamedRows(AssemblyReference));
            if (kind is 1 or 2 or 4 or 7 or 8) // a namespace
                _bounds.Spend(OpenBlob(imports.Compressed()).Left);
            if (kind is 3 or 9)
                RequireType(imports.Compressed());
        }
    }

    private void RequireType(int coded)
    {
        var type = new CodedIndex(CodedIndexKind.TypeDefOrRef, coded);
        Require(type.Table != 0 && !type.IsNone && type.Row <= _tables.NamedRows(type.Table));
    }

    private static void Require(bool isInBounds)
    {
        if (!isInBounds)
            throw new BadImageFormatException("they name what is not there");
    }
}

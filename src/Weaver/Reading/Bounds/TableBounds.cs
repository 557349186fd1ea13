using System.Text;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// Every column of every row (ECMA-335 II.22): what it names is there, in a heap or a table, and lists are in order. A list that ends
/// before it begins is one of four billion members to who subtracts.
/// </summary>
internal sealed class TableBounds
{
    // What many rows name is read as often; a file that is much larger so than it is was not made by a compiler.
    private const int LargestExpansion = 64;
    private const long SmallestAllowance = 16 << 20;
    private const int MostRows = 0xFFFFFF;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _image;
    private readonly MetadataRoot _root;
    private readonly MetadataTables _tables;
    private readonly HashSet<int> _names = [];
    private long _left;

    public TableBounds(byte[] image, MetadataRoot root)
    {
        (_image, _root) = (image, root);
        CheckCounts(new BoundedBytes(image, root.Tables.First, root.Tables.Count));
        _tables = new MetadataTables(image, root.Start);
        _left = SmallestAllowance + ((long)image.Length * LargestExpansion);
        if (_tables.End > root.Tables.First + root.Tables.Count)
            throw new BadImageFormatException("its tables lead out of their place");
    }

    /// <summary>The tables.</summary>
    public MetadataTables Tables => _tables;

    /// <exception cref="BadImageFormatException">A row names what is not there.</exception>
    public MetadataTables Check()
    {
        for (var table = 0; table < TableSchemas.Count; table++)
        {
            foreach (var column in TableSchemas.ColumnsOf(table))
                CheckColumn(column);
        }

        return _tables;
    }

    /// <summary>Counts what is read more than once.</summary>
    /// <exception cref="BadImageFormatException">It is too much.</exception>
    public void Spend(int bytes)
    {
        _left -= bytes;
        if (_left < 0)
            throw new BadImageFormatException("its metadata names the same long values again and again");
    }

    // Four bytes each, of which three count rows (II.22, tokens); readers take all four.
    private static void CheckCounts(BoundedBytes tables)
    {
        tables.Skip(8);
        var (low, high) = (tables.Long(), tables.Long());
        tables.Skip(8);
        for (var table = 0; table < 64; table++)
        {
            if (((table < 32 ? low >> table : high >> (table - 32)) & 1) == 0)
                continue;
            if (table >= TableSchemas.Count || tables.Long() > MostRows)
                throw new BadImageFormatException($"its metadata table 0x{table:x2} has more rows than there can be");
        }
    }

    private void CheckColumn(RawColumn column)
    {
        var last = 1;
        var rows = _tables.Rows(column.Table);
        for (var row = 1; row <= rows; row++)
        {
            var value = _tables.ReadValue(column, row);
            switch (column.Kind)
            {
                case RawColumnKind.Name:
                    CheckName(value, !column.MayBeNone);
                    break;
                case RawColumnKind.Guid:
                    Require(value >= 0 && value <= _root.Guids.Count / 16, column, row);
                    break;
                case RawColumnKind.Blob:
                    Spend(BoundedBytes.OfBlob(_image, _root.Blobs, value).Left);
                    break;
                case RawColumnKind.List:
                    Require(value >= last && value <= _tables.NamedRows(column.Target) + 1, column, row);
                    last = value;
                    break;
                case RawColumnKind.Row:
                    Require(IsRow(value, column.Target) || (value == 0 && column.MayBeNone), column, row);
                    break;
                case RawColumnKind.Coded:
                    CheckCoded(new CodedIndex((CodedIndexKind)column.Target, value), column, row);
                    break;
            }
        }
    }

    private void CheckCoded(CodedIndex index, RawColumn column, int row)
    {
        var isNone = index.IsNone && column.MayBeNone;
        Require(isNone || (index.HasTable && index.Value >= 0 && IsRow(index.Row, index.Table)), column, row);
    }

    private bool IsRow(int row, int table) => row >= 1 && row <= _tables.NamedRows(table);

    private void CheckName(int index, bool isNeeded)
    {
        if (isNeeded && (index == 0 || (index < _root.Names.Count && _image[_root.Names.First + index] == 0)))
            throw new BadImageFormatException("a type, a member or a reference has no name");
        if (index == 0 || !_names.Add(index))
        {
            Spend(index == 0 ? 0 : 16);
            return;
        }

        var heap = _root.Names;
        if (index < 0 || index >= heap.Count)
            throw new BadImageFormatException("a name is not among its names");
        var start = heap.First + index;
        var end = Array.IndexOf(_image, (byte)0, start, heap.Count - index);
        if (end < 0)
            throw new BadImageFormatException("a name does not end");
        Spend(end - start);
        // Written again it would be another name.
        try
        {
            s_strict.GetCharCount(_image, start, end - start);
        }
        catch (DecoderFallbackException e)
        {
            throw new BadImageFormatException("a name is no UTF-8", e);
        }
    }

    private static void Require(bool isThere, RawColumn column, int row)
    {
        if (!isThere)
            throw new BadImageFormatException($"row {row} of its metadata table 0x{column.Table:x2} refers to something that is not there");
    }
}

namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// The metadata tables of a file by row and column (ECMA-335 II.22 and II.24.2.6), for what comes before Cecil reads the file or takes
/// less than Cecil's objects. Offsets that lead out of the file throw <see cref="ArgumentException"/>.
/// </summary>
internal sealed class MetadataTables
{
    public const int TypeRef = 0x01;
    public const int TypeDef = 0x02;
    public const int Field = 0x04;
    public const int MethodDef = 0x06;
    public const int Param = 0x08;
    public const int InterfaceImpl = 0x09;
    public const int MemberRef = 0x0A;
    public const int Constant = 0x0B;
    public const int CustomAttribute = 0x0C;
    public const int FieldMarshal = 0x0D;
    public const int DeclSecurity = 0x0E;
    public const int ClassLayout = 0x0F;
    public const int FieldLayout = 0x10;
    public const int StandAloneSig = 0x11;
    public const int EventMap = 0x12;
    public const int Event = 0x14;
    public const int PropertyMap = 0x15;
    public const int Property = 0x17;
    public const int MethodSemantics = 0x18;
    public const int MethodImpl = 0x19;
    public const int ModuleRef = 0x1A;
    public const int TypeSpec = 0x1B;
    public const int ImplMap = 0x1C;
    public const int FieldRva = 0x1D;
    public const int AssemblyRef = 0x23;
    public const int ManifestResource = 0x28;
    public const int NestedClass = 0x29;
    public const int GenericParam = 0x2A;
    public const int MethodSpec = 0x2B;
    public const int GenericParamConstraint = 0x2C;
    public const int Document = 0x30;
    public const int MethodDebugInformation = 0x31;
    public const int LocalScope = 0x32;
    public const int LocalVariable = 0x33;
    public const int LocalConstant = 0x34;
    public const int ImportScope = 0x35;
    public const int CustomDebugInformation = 0x37;

    private readonly byte[] _image;
    private readonly int[] _rows = new int[64];
    // The rows that indexes can name: of symbols, those of the assembly too.
    private readonly int[] _named = new int[64];
    private readonly int[] _starts = new int[64];
    private readonly int[] _sizes = new int[64];
    private readonly int[][] _columns = new int[64][];
    private readonly int[][] _offsets = new int[64][];
    private readonly int _heapSizes;
    private readonly int _blobs;
    private readonly int _strings;
    private readonly int _userStrings;

    /// <summary>Finds the tables in <paramref name="image"/>, whose metadata root is at <paramref name="root"/>.</summary>
    public MetadataTables(byte[] image, int root)
    {
        _image = image;
        var streams = root + 16 + BitConverter.ToInt32(image, root + 12);
        var count = BitConverter.ToUInt16(image, streams + 2);
        var tables = 0;
        for (var (i, at) = (0, streams + 4); i < count; i++)
        {
            var offset = root + BitConverter.ToInt32(image, at);
            var name = Name(at + 8);
            if (name is "#~" or "#-")
                tables = offset;
            else if (name == "#Blob")
                _blobs = offset;
            else if (name == "#Strings")
                _strings = offset;
            else if (name == "#US")
                _userStrings = offset;
            else if (name == "#Pdb")
                ReadNamedRows(offset);
            at += 8 + ((name.Length + 4) & ~3);
        }

        if (tables == 0)
            throw new ArgumentException("there is no stream of tables", nameof(image));
        _heapSizes = image[tables + 6];
        Lay(tables);
    }

    /// <summary>Where the last table ends.</summary>
    public int End { get; private set; }

    /// <summary>The number of rows of a table.</summary>
    public int Rows(int table) => _rows[table];

    /// <summary>The number of rows of a table that indexes can name: of symbols, those of their assembly.</summary>
    public int NamedRows(int table) => _named[table];

    /// <summary>What a row has in a column, as it is encoded; rows count from 1.</summary>
    public int ReadValue(RawColumn column, int row) => ReadColumn(column.Table, row, column.Number);

    /// <summary>What a row has in a column by the number of that, which the types of rows know.</summary>
    public int ReadColumn(int table, int row, int column)
    {
        var at = At(table, row, column);
        return _columns[table][column] == 2 ? BitConverter.ToUInt16(_image, at) : BitConverter.ToInt32(_image, at);
    }

    /// <summary>Writes a column, encoded as it is read, into the image that the tables were found in.</summary>
    public void WriteColumn(int table, int row, int column, int value)
    {
        var at = At(table, row, column);
        for (var i = 0; i < _columns[table][column]; i++)
            _image[at + i] = (byte)(value >> (i * 8));
    }

    /// <summary>
    /// The rows of a table that a row lists, beginning with the one in a column: a list ends where that of the next row begins.
    /// </summary>
    public RawRange ReadList(int table, int row, int column, int listed)
    {
        var first = ReadColumn(table, row, column);
        var end = row < Rows(table) ? ReadColumn(table, row + 1, column) : Rows(listed) + 1;
        return new RawRange(first, Math.Max(0, end - first));
    }

    /// <summary>The bytes of a blob.</summary>
    public ArraySegment<byte> Blob(int index)
    {
        var at = _blobs + index;
        var length = ReadCompressed(_image, ref at);
        return new ArraySegment<byte>(_image, at, length);
    }

    /// <summary>Reads a compressed integer (ECMA-335 II.23.2).</summary>
    public static int ReadCompressed(byte[] bytes, ref int at)
    {
        int first = bytes[at++];
        if ((first & 0x80) == 0)
            return first;
        if ((first & 0x40) == 0)
            return ((first & 0x3F) << 8) | bytes[at++];
        return ((first & 0x1F) << 24) | (bytes[at++] << 16) | (bytes[at++] << 8) | bytes[at++];
    }

    /// <summary>Writes a compressed integer (ECMA-335 II.23.2): one, two or four bytes, the highest first.</summary>
    public static void WriteCompressed(List<byte> to, int number)
    {
        if (number < 0x80)
            to.Add((byte)number);
        else if (number < 0x4000)
            to.AddRange([(byte)(0x80 | (number >> 8)), (byte)number]);
        else
            to.AddRange([(byte)(0xC0 | (number >> 24)), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
    }

    /// <summary>A name of the heap of names.</summary>
    public string String(int index)
    {
        var at = _strings + index;
        return System.Text.Encoding.UTF8.GetString(_image, at, Array.IndexOf(_image, (byte)0, at) - at);
    }

    /// <summary>Whether a name of the heap is this one, of ASCII characters only.</summary>
    public bool IsString(int index, string name)
    {
        var at = _strings + index;
        for (var i = 0; i < name.Length; i++)
        {
            if (_image[at + i] != name[i])
                return false;
        }

        return _image[at + name.Length] == 0;
    }

    /// <summary>Whether two names are the same, of one file or of two.</summary>
    public bool IsSameString(int index, MetadataTables other, int otherIndex)
    {
        var (a, b) = (_strings + index, other._strings + otherIndex);
        for (; _image[a] == other._image[b]; a++, b++)
        {
            if (_image[a] == 0)
                return true;
        }

        return false;
    }

    /// <summary>The bytes of a literal (ECMA-335 II.24.2.4).</summary>
    public ArraySegment<byte> UserString(int index)
    {
        var at = _userStrings + index;
        var length = ReadCompressed(_image, ref at);
        return new ArraySegment<byte>(_image, at, length);
    }

    private int At(int table, int row, int column)
    {
        if (row < 1 || row > _rows[table])
            throw new ArgumentException($"table {table:x2} has no row {row}", nameof(row));
        return _starts[table] + ((row - 1) * _sizes[table]) + _offsets[table][column];
    }

    private string Name(int at)
    {
        var end = Array.IndexOf(_image, (byte)0, at);
        return System.Text.Encoding.ASCII.GetString(_image, at, end - at);
    }

    private void Lay(int tables)
    {
        var valid = BitConverter.ToUInt64(_image, tables + 8);
        var at = tables + 24;
        for (var table = 0; table < 64; table++)
        {
            if ((valid & (1UL << table)) == 0)
                continue;
            _named[table] = _rows[table] = BitConverter.ToInt32(_image, at) & 0xFFFFFF;
            at += 4;
        }

        for (var table = 0; table < TableSchemas.Count; table++)
        {
            _columns[table] = [.. TableSchemas.ColumnsOf(table).Select(SizeOf)];
            _sizes[table] = _columns[table].Sum();
            _offsets[table] = [.. _columns[table].Select((_, i) => _columns[table].Take(i).Sum())];
            _starts[table] = at;
            at = checked(at + (_rows[table] * _sizes[table]));
        }

        End = at;
    }

    // Portable PDB format, "#Pdb stream": an id, the entry point, which tables of the assembly have rows, how many each.
    private void ReadNamedRows(int stream)
    {
        var named = BitConverter.ToUInt64(_image, stream + 24);
        for (var (table, at) = (0, stream + 32); table < _named.Length; table++)
        {
            if ((named & (1UL << table)) == 0)
                continue;
            _named[table] = BitConverter.ToInt32(_image, at) & 0xFFFFFF;
            at += 4;
        }
    }

    private int SizeOf(RawColumn column) => column.Kind switch
    {
        RawColumnKind.Short => 2,
        RawColumnKind.Long => 4,
        RawColumnKind.Name => (_heapSizes & 1) != 0 ? 4 : 2,
        RawColumnKind.Guid => (_heapSizes & 2) != 0 ? 4 : 2,
        RawColumnKind.Blob => (_heapSizes & 4) != 0 ? 4 : 2,
        RawColumnKind.Row or RawColumnKind.List => _named[column.Target] > 0xFFFF ? 4 : 2,
        _ => CodedIndexKinds.SizeOf((CodedIndexKind)column.Target, _named),
    };
}

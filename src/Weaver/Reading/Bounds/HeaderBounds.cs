using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// What headers of a portable executable say of places and sizes (ECMA-335 II.25): the metadata, debug entries, resources.
/// </summary>
internal sealed class HeaderBounds
{
    private const int ResourceDirectory = 2;
    private const int DebugDirectory = 6;
    private const int DebugEntry = 28;
    private const int MostDebugEntries = 64;
    private const int EmbeddedSymbols = 17;
    // Deflate makes at most 1,032 bytes of one.
    private const int LargestInflation = 1032;
    private const int DeepestResources = 4;

    private readonly byte[] _image;
    private readonly ImageSections _sections;
    private readonly int _directories;

    public HeaderBounds(byte[] image)
    {
        _image = image;
        _sections = new ImageSections(image);
        var optional = BitConverter.ToInt32(image, 0x3C) + 24;
        _directories = optional + (BitConverter.ToUInt16(image, optional) == 0x20B ? 112 : 96);
    }

    /// <summary>Where addresses are in the file.</summary>
    public ImageSections Sections => _sections;

    /// <summary>Checks all but what is in the metadata, and reads where that is.</summary>
    public MetadataRoot Check()
    {
        CheckDebugEntries();
        if (Directory(ResourceDirectory) is { Size: > 0 } resources)
        {
            var left = resources.Size / 8;
            CheckResources(Find(resources), 0, 0, ref left);
        }

        var metadata = Bytes(_sections.CliHeader + 8, 8);
        var (address, size) = ((int)metadata.Long(), (int)metadata.Long());
        return MetadataRoot.Read(_image, _sections.OffsetOf(address), size);
    }

    /// <summary>Checks that the resources that are in the file are, and constants that fields are mapped to.</summary>
    public void CheckData(MetadataTables tables)
    {
        var header = Bytes(_sections.CliHeader + 24, 8);
        var (address, size) = ((int)header.Long(), (int)header.Long());
        for (var row = 1; row <= tables.Rows(MetadataTables.ManifestResource); row++)
        {
            var resource = new ManifestResourceRow(tables, row);
            if (!resource.Implementation.IsNone)
                continue;
            var resources = Bytes(_sections.OffsetOf(address), size);
            resources.Skip(resource.Offset);
            resources.Skip((int)Math.Min(resources.Long(), int.MaxValue));
        }

        var sizes = new Dictionary<int, int>();
        for (var row = 1; row <= tables.Rows(MetadataTables.ClassLayout); row++)
        {
            var layout = new ClassLayoutRow(tables, row);
            sizes[layout.Parent] = layout.ClassSize;
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.FieldRva); row++)
            CheckFieldData(tables, new FieldRvaRow(tables, row), sizes);
    }

    private void CheckFieldData(MetadataTables tables, FieldRvaRow row, Dictionary<int, int> sizes)
    {
        var signature = new FieldRow(tables, row.Field).Signature.Bytes;
        // FIELD VALUETYPE token, of a type that is here.
        if (signature.Count < 3 || signature.Array[signature.Offset + 1] != 0x11)
            return;
        var at = signature.Offset + 2;
        var type = new CodedIndex(CodedIndexKind.TypeDefOrRef, MetadataTables.ReadCompressed(signature.Array, ref at));
        if (type.Table == MetadataTables.TypeDef && sizes.TryGetValue(type.Row, out var size) && row.Rva != 0)
            _ = Bytes(_sections.OffsetOf(row.Rva), size);
    }

    private void CheckDebugEntries()
    {
        if (Directory(DebugDirectory) is not { Size: > 0 } directory)
            return;
        if (directory.Size / DebugEntry > MostDebugEntries)
            throw new BadImageFormatException("it has too many debug entries");
        for (var (at, count) = (Find(directory).At, directory.Size / DebugEntry); count > 0; count--, at += DebugEntry)
        {
            var entry = Bytes(at + 12, 16);
            var (type, size, _, place) = (entry.Long(), entry.Long(), entry.Long(), entry.Long());
            if (place == 0)
                continue;
            var data = Bytes((int)Math.Min(place, int.MaxValue), (int)Math.Min(size, int.MaxValue));
            // MPDB, then how long the symbols are.
            if (type == EmbeddedSymbols && (data.Long() != 0x4244504D || data.Long() is var length && length > (long)data.Left * LargestInflation))
                throw new BadImageFormatException("its symbols are not as long as it says");
        }
    }

    // A tree of three levels: types, names, languages. Whoever writes it follows it.
    private void CheckResources(in BoundedBytes all, int offset, int depth, ref int left)
    {
        var table = Bytes(all.At + offset, Math.Min(16, Math.Max(all.Left - offset, 0)));
        table.Skip(12);
        for (var count = table.Short() + table.Short(); count > 0; count--, offset += 8)
        {
            if (depth >= DeepestResources || --left < 0)
                throw new BadImageFormatException("its resources lead in a circle");
            var entry = Bytes(all.At + offset + 16, 8);
            entry.Skip(4);
            var place = entry.Long();
            var next = (int)(place & 0x7FFFFFFF);
            if (next > all.Left - 16)
                throw new BadImageFormatException("its resources lead out of their place");
            if (place != next)
                CheckResources(all, next, depth + 1, ref left);
        }
    }

    private BoundedBytes Find((int Address, int Size) directory) => Bytes(_sections.OffsetOf(directory.Address), directory.Size);

    private (int Address, int Size) Directory(int number)
    {
        var directory = Bytes(_directories + (number * 8), 8);
        return ((int)directory.Long(), (int)directory.Long());
    }

    private BoundedBytes Bytes(int at, int length) => new(_image, at, length);
}

namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// Where in a file the addresses of a portable executable are (ECMA-335 II.25.3). What leads out of the file throws
/// <see cref="ArgumentException"/>.
/// </summary>
internal sealed class ImageSections
{
    private const int CliHeaderDirectory = 14;

    private readonly (int Start, int Size, int Offset)[] _sections;

    public ImageSections(byte[] image)
    {
        var pe = BitConverter.ToInt32(image, 0x3C);
        var optional = pe + 24;
        var directories = optional + (BitConverter.ToUInt16(image, optional) == 0x20B ? 112 : 96);
        var table = optional + BitConverter.ToUInt16(image, pe + 20);
        _sections = new (int, int, int)[BitConverter.ToUInt16(image, pe + 6)];
        for (var i = 0; i < _sections.Length; i++)
        {
            var section = table + (i * 40);
            _sections[i] = (
                BitConverter.ToInt32(image, section + 12),
                BitConverter.ToInt32(image, section + 16),
                BitConverter.ToInt32(image, section + 20));
        }

        CliHeader = OffsetOf(BitConverter.ToInt32(image, directories + (CliHeaderDirectory * 8)));
        MetadataRoot = OffsetOf(BitConverter.ToInt32(image, CliHeader + 8));
    }

    /// <summary>Where the CLI header is.</summary>
    public int CliHeader { get; }

    /// <summary>Where the metadata begins.</summary>
    public int MetadataRoot { get; }

    /// <summary>The place of an address in the file.</summary>
    public int OffsetOf(int address)
    {
        foreach (var (start, size, offset) in _sections)
        {
            if (address >= start && address < start + size)
                return offset + (address - start);
        }

        throw new ArgumentException("no section has the address", nameof(address));
    }

    /// <summary>The address of a place in the file; the inverse of <see cref="OffsetOf"/>.</summary>
    public int AddressOf(int place)
    {
        foreach (var (start, size, offset) in _sections)
        {
            if (place >= offset && place < offset + size)
                return start + (place - offset);
        }

        throw new ArgumentException("no section has the place", nameof(place));
    }
}

using System.Text;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>Where the streams of metadata are (ECMA-335 II.24.2.1): each at most once, and inside.</summary>
internal sealed class MetadataRoot
{
    private const uint Signature = 0x424A5342;
    private const int LongestVersion = 256;
    private const int LongestName = 32;

    private readonly Dictionary<string, RawRange> _streams = new(StringComparer.Ordinal);

    private MetadataRoot(int start) => Start = start;

    /// <summary>Where it begins in the file.</summary>
    public int Start { get; }

    public RawRange Names => Find("#Strings");

    public RawRange Blobs => Find("#Blob");

    public RawRange Literals => Find("#US");

    public RawRange Guids => Find("#GUID");

    /// <summary>The stream of the tables.</summary>
    public RawRange Tables => _streams.TryGetValue("#~", out var tables) ? tables : Find("#-");

    /// <summary>Reads the root.</summary>
    /// <exception cref="BadImageFormatException">It leads out of the file.</exception>
    public static MetadataRoot Read(byte[] image, int start, int size)
    {
        var bytes = new BoundedBytes(image, start, size);
        if (bytes.Long() != Signature)
            throw new BadImageFormatException("its metadata has no signature");
        bytes.Skip(8);
        var version = bytes.Long();
        if (version > LongestVersion)
            throw new BadImageFormatException("its metadata has no version");
        bytes.Skip((int)version + 2);
        var root = new MetadataRoot(start);
        for (var count = bytes.Short(); count > 0; count--)
            root.Add(ref bytes, image, size);
        if (root.Tables.Count == 0)
            throw new BadImageFormatException("its metadata has no tables");
        return root;
    }

    private void Add(ref BoundedBytes bytes, byte[] image, int size)
    {
        var (offset, length) = (bytes.Long(), bytes.Long());
        var name = ReadName(ref bytes);
        if (offset > size || length > size - offset)
            throw new BadImageFormatException($"the stream {name} of its metadata lies outside");
        // Whoever reads takes the first or the last of two.
        if (_streams.ContainsKey(name) || (name == "#-" && _streams.ContainsKey("#~")) || (name == "#~" && _streams.ContainsKey("#-")))
            throw new BadImageFormatException($"its metadata has the stream {name} twice");
        _streams.Add(name, new RawRange(Start + (int)offset, (int)length));
    }

    // Ends with a zero, and with as many more as it takes to a multiple of four.
    private static string ReadName(ref BoundedBytes bytes)
    {
        var name = new StringBuilder();
        while (bytes.Byte() is var next && next != 0)
        {
            if (name.Append((char)next).Length >= LongestName)
                throw new BadImageFormatException("a stream of its metadata has no name");
        }

        bytes.Skip(3 - (name.Length & 3));
        return name.ToString();
    }

    private RawRange Find(string name) => _streams.TryGetValue(name, out var stream) ? stream : new RawRange(Start, 0);
}

using System.IO.Compression;
using System.Text;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Bundles;

/// <summary>
/// A single-file executable of .NET, by the list of contents that its host finds (docs/design/features/host-components of dotnet/runtime
/// describes the format; versions 2 and 6 are in use).
/// </summary>
/// <param name="Path">The executable.</param>
/// <param name="Entries">What is in it.</param>
internal sealed record BundleFile(string Path, IReadOnlyList<BundleEntry> Entries)
{
    // Every apphost has this (SHA-256 of ".net core bundle") after the eight bytes that say where the list begins; 0 there means no bundle.
    private static readonly byte[] s_mark =
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    // A header, and the least that an entry takes.
    private const int MostEntries = 100_000;
    private const int FirstCompressed = 6;

    /// <summary>Whether the bytes of an executable have a list of contents.</summary>
    public static bool IsOne(ReadOnlySpan<byte> executable) => FindList(executable) is not 0;

    /// <summary>Reads the list; null where the file is no such executable.</summary>
    /// <param name="path">The executable.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its list is damaged.</exception>
    public static BundleFile? TryRead(string path)
    {
        var bytes = RegularFile.ReadAllBytes(path);
        var list = FindList(bytes);
        if (list == 0)
            return null;
        try
        {
            if (list < 0 || list >= bytes.Length)
                throw new InvalidDataException($"the list of contents of '{path}' is not in it");
            using var reader = new BinaryReader(new MemoryStream(bytes, (int)list, bytes.Length - (int)list, writable: false), Encoding.UTF8);
            return new BundleFile(path, ReadEntries(reader, bytes.Length));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"the list of contents of '{path}' is damaged: {e.Message}", e);
        }
    }

    /// <summary>The entry of this path in it, or null.</summary>
    public BundleEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);

    /// <summary>What an entry holds.</summary>
    /// <exception cref="IOException">The executable cannot be read any more.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public byte[] ReadContent(BundleEntry entry)
    {
        using var file = RegularFile.OpenShared(Path);
        file.Seek(entry.Offset, SeekOrigin.Begin);
        var content = new byte[entry.Size];
        if (entry.CompressedSize == 0)
        {
            file.ReadExactly(content);
            return content;
        }

        using var inflated = new DeflateStream(file, CompressionMode.Decompress);
        inflated.ReadExactly(content);
        return content;
    }

    /// <summary>Writes all its assemblies, symbols and settings into a folder.</summary>
    /// <exception cref="IOException">The executable cannot be read, or a file not be written.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Extract(string folder)
    {
        foreach (var entry in Entries)
        {
            var to = System.IO.Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.WriteAllBytes(to, ReadContent(entry));
        }
    }

    private static long FindList(ReadOnlySpan<byte> executable)
    {
        var mark = executable.IndexOf(s_mark);
        return mark >= 8 ? BitConverter.ToInt64(executable[(mark - 8)..]) : 0;
    }

    // major, minor, number of entries, id; where deps.json and runtimeconfig.json are, flags; entries
    private static List<BundleEntry> ReadEntries(BinaryReader reader, long length)
    {
        var version = reader.ReadUInt32();
        _ = reader.ReadUInt32();
        var count = reader.ReadInt32();
        _ = reader.ReadString();
        reader.BaseStream.Seek(5 * sizeof(long), SeekOrigin.Current);
        if (count is < 0 or > MostEntries)
            throw new FormatException($"it says that it has {count} entries");
        var entries = new List<BundleEntry>();
        for (; count > 0; count--)
        {
            var entry = new BundleEntry(
                reader.ReadInt64(), reader.ReadInt64(), version < FirstCompressed ? 0 : reader.ReadInt64(), ReadName(reader, out var name), name);
            Check(entry, length);
            entries.Add(entry);
        }

        return entries;
    }

    private static byte ReadName(BinaryReader reader, out string name)
    {
        var kind = reader.ReadByte();
        name = reader.ReadString();
        return kind;
    }

    private static void Check(BundleEntry entry, long length)
    {
        var stored = entry.CompressedSize == 0 ? entry.Size : entry.CompressedSize;
        if (entry.Offset < 0 || stored < 0 || entry.Offset > length - stored || entry.Size is < 0 or > InputFile.LargestImage)
            throw new FormatException($"'{entry.Name}' is not in it");
        // A path leads into the folder that it is written to, and nowhere else.
        if (entry.Name.Length == 0 || System.IO.Path.IsPathRooted(entry.Name) || entry.Name.Split('/', '\\').Any(static p => p is "" or "." or ".."))
            throw new FormatException($"'{entry.Name}' is no name of a file in it");
    }
}

/// <summary>A file in a single-file executable.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="CompressedSize">How many bytes it takes; 0 where it is not compressed.</param>
/// <param name="Kind">What it is: 1 an assembly, 2 native, 3 and 4 settings, 5 symbols.</param>
/// <param name="Name">Its path.</param>
internal sealed record BundleEntry(long Offset, long Size, long CompressedSize, byte Kind, string Name);

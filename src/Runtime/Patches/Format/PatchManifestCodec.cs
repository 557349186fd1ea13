using System.Text;

namespace HotWeave.Patches.Format;

/// <summary>Turns a manifest into bytes and back: counted lists, strings as length-prefixed UTF-8, in the order of the record's parameters.</summary>
internal static class PatchManifestCodec
{
    public static byte[] Encode(PatchManifest manifest)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(manifest.FromLabel);
            writer.Write(manifest.ToLabel);
            WriteList(writer, manifest.Baselines, WriteBaseline);
            WriteList(writer, manifest.Types, WriteType);
            WriteList(writer, manifest.AddedTypes, WriteAddedType);
            WriteList(writer, manifest.Edits, WriteString);
            WriteList(writer, manifest.Remarks, WriteString);
            PatchStateCodec.Write(writer, manifest.State);
        }

        return stream.ToArray();
    }

    /// <exception cref="FormatException">A count or an index is out of range.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static PatchManifest Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var manifest = new PatchManifest(
            reader.ReadString(),
            reader.ReadString(),
            ReadList(reader, ReadBaseline),
            ReadList(reader, ReadType),
            ReadList(reader, ReadAddedType),
            ReadList(reader, static r => r.ReadString()),
            ReadList(reader, static r => r.ReadString()));
        manifest = manifest with { State = PatchStateCodec.Read(reader, manifest.Baselines.Count) };
        if (reader.BaseStream.Position != bytes.Length)
            throw new FormatException("bytes follow the manifest");
        foreach (var type in manifest.Types)
        {
            if (type.Baseline < 0 || type.Baseline >= manifest.Baselines.Count)
                throw new FormatException("a type names a baseline that the manifest does not list");
        }

        return manifest;
    }

    /// <summary>Writes the earlier patches' assemblies.</summary>
    public static void WriteParts(BinaryWriter writer, IReadOnlyList<PatchPart> parts) => WriteList(writer, parts, WritePart);

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A count is out of range.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static IReadOnlyList<PatchPart> ReadParts(BinaryReader reader) => ReadList(reader, ReadPart);

    /// <summary>Writes the dependencies.</summary>
    public static void WriteDependencies(BinaryWriter writer, IReadOnlyList<PatchDependency> dependencies) => WriteList(writer, dependencies, WriteDependency);

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A count is out of range, or a version is none.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static IReadOnlyList<PatchDependency> ReadDependencies(BinaryReader reader) => ReadList(reader, ReadDependency);

    /// <summary>Writes bytes with their length before them.</summary>
    public static void WriteBlock(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    /// <summary>Reads bytes with their length before them.</summary>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static byte[] ReadBlock(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException();
        return reader.ReadBytes(length);
    }

    private static void WritePart(BinaryWriter writer, PatchPart value)
    {
        writer.Write(value.Assembly);
        writer.Write(value.BaselineId);
        WriteList(writer, value.AddedTypes, WriteAddedType);
        WriteBlock(writer, value.Image);
        WriteBlock(writer, value.Symbols);
    }

    private static PatchPart ReadPart(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), ReadList(reader, ReadAddedType), ReadBlock(reader), ReadBlock(reader));

    private static void WriteDependency(BinaryWriter writer, PatchDependency value)
    {
        writer.Write(value.Assembly);
        writer.Write(value.Version);
        WriteBlock(writer, value.Image);
        WriteBlock(writer, value.Symbols);
        WriteList(writer, value.Satellites, WriteSatellite);
    }

    private static PatchDependency ReadDependency(BinaryReader reader)
    {
        var (assembly, version) = (reader.ReadString(), reader.ReadString());
        return Version.TryParse(version, out _)
            ? new PatchDependency(assembly, version, ReadBlock(reader), ReadBlock(reader), ReadList(reader, ReadSatellite))
            : throw new FormatException("a version is none");
    }

    private static void WriteSatellite(BinaryWriter writer, PatchSatellite value)
    {
        writer.Write(value.Culture);
        WriteBlock(writer, value.Image);
    }

    private static PatchSatellite ReadSatellite(BinaryReader reader) => new(reader.ReadString(), ReadBlock(reader));

    private static void WriteString(BinaryWriter writer, string value) => writer.Write(value);

    private static void WriteBaseline(BinaryWriter writer, PatchBaseline value)
    {
        writer.Write(value.Assembly);
        writer.Write(value.BaselineId);
    }

    private static PatchBaseline ReadBaseline(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());

    private static void WriteAddedType(BinaryWriter writer, AddedType value)
    {
        writer.Write(value.Assembly);
        writer.Write(value.Type);
    }

    private static AddedType ReadAddedType(BinaryReader reader) => new(reader.ReadString(), reader.ReadString());

    private static void WriteType(BinaryWriter writer, PatchedType value)
    {
        writer.Write(value.Baseline);
        writer.Write(value.Type);
        writer.Write(value.Slot);
        writer.Write(value.VersionClass);
        writer.Write(value.BaselineClass);
        writer.Write(value.DoorClass);
    }

    private static PatchedType ReadType(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());

    /// <summary>Writes the number of items, then each.</summary>
    public static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    /// <summary>Reads a counted list.</summary>
    /// <exception cref="FormatException">The count is out of range.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadInt32();
        // Every item takes at least one byte, so a count beyond the rest is a lie that must not allocate.
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new FormatException("a list's count is out of range");
        var items = new T[count];
        for (var i = 0; i < count; i++)
            items[i] = read(reader);
        return items;
    }
}

using System.Reflection.Metadata;
using System.Runtime.InteropServices;
using System.Text;

namespace HotWeave.Loading.Metadata;

/// <summary>
/// The metadata root (ECMA-335 II.24.2.1): each stream at most once, inside the metadata, tables in the compressed form; so that
/// this reader and the runtime's see the same tables and heaps.
/// </summary>
internal static class StreamCheck
{
    private const uint Signature = 0x424A5342;
    private static readonly string[] s_known = ["#~", "#Strings", "#US", "#GUID", "#Blob"];

    /// <exception cref="BadImageFormatException">The root is malformed.</exception>
    internal static unsafe void Check(MetadataReader metadata)
    {
        var root = new BlobReader(metadata.MetadataPointer, metadata.MetadataLength);
        if (root.ReadUInt32() != Signature)
            throw new BadImageFormatException("its metadata has no signature");
        root.Offset += 8;
        root.Offset += 4 + root.ReadInt32AndStay();
        root.Offset += 2;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var count = root.ReadUInt16(); count > 0; count--)
            CheckStream(ref root, metadata.MetadataLength, seen);
        if (!seen.Contains("#~") || !seen.Contains("#Strings") || !seen.Contains("#Blob"))
            throw new BadImageFormatException("its metadata lacks a stream");
    }

    private static int ReadInt32AndStay(this ref BlobReader reader)
    {
        var value = reader.ReadInt32();
        reader.Offset -= 4;
        return value is >= 0 and <= 256 ? value : throw new BadImageFormatException("its metadata has a malformed version");
    }

    private static void CheckStream(ref BlobReader root, int length, HashSet<string> seen)
    {
        var offset = root.ReadUInt32();
        var size = root.ReadUInt32();
        if (offset > length || size > length - offset)
            throw new BadImageFormatException("a stream of its metadata lies outside");
        var name = ReadName(ref root);
        if (!s_known.Contains(name, StringComparer.Ordinal) || !seen.Add(name))
            throw new BadImageFormatException($"its metadata has the stream {name}, which is unknown or there twice");
    }

    private static string ReadName(ref BlobReader root)
    {
        var bytes = new List<byte>();
        for (var b = root.ReadByte(); b != 0; b = root.ReadByte())
            bytes.Add(b);
        root.Align(4);
        return Encoding.ASCII.GetString(CollectionsMarshal.AsSpan(bytes));
    }
}

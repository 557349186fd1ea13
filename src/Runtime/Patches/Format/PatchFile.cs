using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Patches.Format;

/// <summary>
/// A <c>.hotpatch</c> file: magic, format number, SHA-256 of everything else, then manifest, assembly and symbols, what it takes along of earlier patches, and other assemblies that it needs.
/// The digest is checked before a byte of the rest is interpreted, so a damaged or truncated file is refused whole.
/// </summary>
/// <remarks>
/// Layout, little-endian: 8 bytes <c>HOTPATCH</c>; u32 format (6); 32 bytes digest of (magic, format, payload);
/// payload = three blocks (manifest, assembly, symbols), each an i32 length and its bytes, then two counted
/// lists: the assemblies of earlier patches, and the dependencies. A <see cref="SignatureBlock"/> may follow, and nothing else.
/// </remarks>
internal sealed class PatchFile
{
    /// <summary>The only format there is.</summary>
    public const int FormatNumber = 6;

    /// <summary>The longest file that is taken, in bytes.</summary>
    public const int LongestFile = 256 * 1024 * 1024;

    private const int DigestLength = 32;
    private const int HeaderLength = 8 + 4;
    private const int PayloadStart = HeaderLength + DigestLength;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("HOTPATCH");

    private PatchFile(string id, byte[] bytes, PatchManifest manifest, byte[] assembly, byte[] symbols, IReadOnlyList<PatchPart> earlier, IReadOnlyList<PatchDependency> dependencies)
    {
        Earlier = earlier;
        Dependencies = dependencies;
        Id = id;
        Bytes = bytes;
        Manifest = manifest;
        Assembly = assembly;
        Symbols = symbols;
    }

    /// <summary>The digest, lower-case hex SHA-256: the patch's identity.</summary>
    public string Id { get; }

    /// <summary>The whole file, with its signature if it has one.</summary>
    public byte[] Bytes { get; }

    /// <summary>What the patch says about itself.</summary>
    public PatchManifest Manifest { get; }

    /// <summary>The patch assembly's image.</summary>
    public byte[] Assembly { get; }

    /// <summary>The portable PDB; empty when there are no symbols.</summary>
    public byte[] Symbols { get; }

    /// <summary>The assemblies of earlier patches whose types live on; each depends on none after it.</summary>
    public IReadOnlyList<PatchPart> Earlier { get; }

    /// <summary>The assemblies that the new build needs and the deployed one did not, in ordinal order of their names.</summary>
    public IReadOnlyList<PatchDependency> Dependencies { get; }

    /// <summary>The baselines that the application has.</summary>
    public IReadOnlyList<PatchBaseline> DeployedBaselines => [.. Manifest.Baselines.Where(b => !IsBrought(b) && Earlier.All(e => e.Assembly != b.Assembly))];

    /// <summary>The baselines among <see cref="Dependencies"/>: those that are woven.</summary>
    public IReadOnlyList<PatchBaseline> BroughtBaselines => [.. Manifest.Baselines.Where(IsBrought)];

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="InvalidPatchFileException">The bytes are no intact patch file.</exception>
    public static PatchFile Read(byte[] bytes)
    {
        var length = SignatureBlock.FindPatchLength(bytes);
        if (length < PayloadStart)
            throw new InvalidPatchFileException("it is too short to be a patch");
        if (!StartsWith(bytes, Magic))
            throw new InvalidPatchFileException("it does not begin as a patch does");

        var format = BitConverter.ToInt32(bytes, Magic.Length);
        var digest = Digest(bytes, PayloadStart, length - PayloadStart, format);
        for (var i = 0; i < DigestLength; i++)
        {
            if (bytes[HeaderLength + i] != digest[i])
                throw new InvalidPatchFileException("its digest does not match its content; it is damaged or truncated");
        }

        if (format != FormatNumber)
            throw new InvalidPatchFileException($"it has format {format}, and this version of HotWeave reads format {FormatNumber}, so the tool that made it must be of the version that the process has");

        return ReadPayload(Hex(digest), bytes, length);
    }

    /// <summary>The id of the patch that a file's bytes are, whatever they say: nothing is interpreted but their length.</summary>
    /// <exception cref="InvalidPatchFileException">They are too few, or end in an impossible signature block.</exception>
    public static string ComputeId(byte[] bytes)
    {
        var length = SignatureBlock.FindPatchLength(bytes);
        return length < PayloadStart
            ? throw new InvalidPatchFileException("it is too short to be a patch")
            : Hex(Digest(bytes, PayloadStart, length - PayloadStart, BitConverter.ToInt32(bytes, Magic.Length)));
    }

    /// <summary>Makes the file's bytes; the same arguments give the same bytes.</summary>
    public static byte[] Write(PatchManifest manifest, byte[] assembly, byte[] symbols, params PatchPart[] earlier) =>
        Make(manifest, assembly, symbols, earlier, []).Bytes;

    /// <summary>Makes the file; the same arguments give the same bytes.</summary>
    public static PatchFile Make(PatchManifest manifest, byte[] assembly, byte[] symbols, IReadOnlyList<PatchPart> earlier, IReadOnlyList<PatchDependency> dependencies)
    {
        var payload = new MemoryStream();
        using (var writer = new BinaryWriter(payload, Encoding.UTF8, leaveOpen: true))
        {
            PatchManifestCodec.WriteBlock(writer, PatchManifestCodec.Encode(manifest));
            PatchManifestCodec.WriteBlock(writer, assembly);
            PatchManifestCodec.WriteBlock(writer, symbols);
            PatchManifestCodec.WriteParts(writer, earlier);
            PatchManifestCodec.WriteDependencies(writer, dependencies);
        }

        var content = payload.ToArray();
        var digest = Digest(content, 0, content.Length, FormatNumber);
        var result = new MemoryStream();
        using (var writer = new BinaryWriter(result, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(FormatNumber);
            writer.Write(digest);
            writer.Write(content);
        }

        return new PatchFile(Hex(digest), result.ToArray(), manifest, assembly, symbols, earlier, dependencies);
    }

    private bool IsBrought(PatchBaseline baseline) => Dependencies.Any(d => d.Assembly == baseline.Assembly);

    private static PatchFile ReadPayload(string id, byte[] bytes, int end)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, PayloadStart, end - PayloadStart, writable: false), Encoding.UTF8);
            var manifest = PatchManifestCodec.Decode(PatchManifestCodec.ReadBlock(reader));
            var assembly = PatchManifestCodec.ReadBlock(reader);
            var symbols = PatchManifestCodec.ReadBlock(reader);
            var earlier = PatchManifestCodec.ReadParts(reader);
            var dependencies = PatchManifestCodec.ReadDependencies(reader);
            if (reader.BaseStream.Position != reader.BaseStream.Length)
                throw new InvalidPatchFileException("bytes follow its end");
            return new PatchFile(id, bytes, manifest, assembly, symbols, earlier, dependencies);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidPatchFileException("its content does not have the form of a patch", e);
        }
    }

    private static byte[] Digest(byte[] bytes, int start, int length, int format)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Magic);
        sha.AppendData(BitConverter.GetBytes(format));
        sha.AppendData(bytes, start, length);
        return sha.GetHashAndReset();
    }

    private static bool StartsWith(byte[] bytes, byte[] prefix)
    {
        for (var i = 0; i < prefix.Length; i++)
        {
            if (bytes[i] != prefix[i])
                return false;
        }

        return true;
    }

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
            text.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        return text.ToString();
    }
}

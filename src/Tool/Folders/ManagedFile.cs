using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Reading.Bounds;

namespace HotWeave.Tool.Folders;

/// <summary>What a folder's weaving asks of an assembly before it is woven.</summary>
/// <param name="References">The simple names of the assemblies that it refers to.</param>
/// <param name="PublicKeyToken">Lower-case hex; empty where it has no strong name.</param>
/// <param name="IsCompositeComponent">Whether its native code lies in a composite ReadyToRun image, elsewhere.</param>
/// <param name="IsMixed">Whether it mixes managed with native code that it needs.</param>
internal sealed record ManagedFile(IReadOnlyList<string> References, string PublicKeyToken, bool IsCompositeComponent, bool IsMixed)
{
    private const uint ReadyToRunSignature = 0x00525452; // "RTR"
    private const uint ComponentFlag = 0x00000020;

    /// <summary>Whether a file is a .NET assembly that can be read.</summary>
    public static bool IsAssembly(string path) => Read(path) is not null;

    /// <summary>Reads a file; null where it is no .NET assembly, or a damaged one: who is to weave it says so.</summary>
    public static ManagedFile? Read(string path)
    {
        var bytes = RegularFile.ReadAllBytes(path);
        try
        {
            using var reader = new PEReader(new MemoryStream(bytes));
            if (!reader.HasMetadata)
                return null;
            ImageBounds.CheckMetadata(bytes);
            var metadata = reader.GetMetadataReader();
            if (!metadata.IsAssembly)
                return null;
            var header = reader.PEHeaders.CorHeader!;
            var isMixed = header.ManagedNativeHeaderDirectory.Size == 0 && (header.Flags & CorFlags.ILOnly) == 0;
            return new ManagedFile([.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))], TokenOf(metadata), IsComponent(reader), isMixed);
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException or SecurityException)
        {
            return null;
        }
    }

    // READYTORUN_HEADER: signature, major and minor version, flags
    private static bool IsComponent(PEReader reader)
    {
        if (reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory is not { Size: > 8 } directory)
            return false;
        var header = reader.GetSectionData(directory.RelativeVirtualAddress).GetReader();
        if (header.ReadUInt32() != ReadyToRunSignature)
            return false;
        header.ReadUInt32();
        return (header.ReadUInt32() & ComponentFlag) != 0;
    }

    // The last eight bytes of the key's SHA-1, in reverse (ECMA-335 II.6.3).
    private static string TokenOf(MetadataReader metadata) =>
        metadata.GetAssemblyDefinition().GetAssemblyName().GetPublicKeyToken() is { } token ? Convert.ToHexString(token).ToLowerInvariant() : "";
}

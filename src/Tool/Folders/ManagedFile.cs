using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HotWeave.Tool.Folders;

/// <summary>What kind of file an assembly is, as far as a folder's weaving asks.</summary>
internal static class ManagedFile
{
    private const uint ReadyToRunSignature = 0x00525452; // "RTR"
    private const uint ComponentFlag = 0x00000020;

    /// <summary>Whether it is a .NET assembly.</summary>
    public static bool IsAssembly(string path)
    {
        try
        {
            using var reader = new PEReader(File.OpenRead(path));
            return reader.HasMetadata && reader.GetMetadataReader().IsAssembly;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Whether its native code lies in a composite ReadyToRun image, elsewhere.</summary>
    public static bool IsCompositeComponent(string path)
    {
        using var reader = new PEReader(File.OpenRead(path));
        if (reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory is not { Size: > 8 } directory)
            return false;

        // READYTORUN_HEADER: signature, major and minor version, flags
        var header = reader.GetSectionData(directory.RelativeVirtualAddress).GetReader();
        if (header.ReadUInt32() != ReadyToRunSignature)
            return false;
        header.ReadUInt32();
        return (header.ReadUInt32() & ComponentFlag) != 0;
    }
}

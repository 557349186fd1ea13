using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HotWeave.Diagnostics;

namespace HotWeave.Loading;

/// <summary>The patch's assembly as a file: read without loading it.</summary>
internal sealed class PatchImage : IDisposable
{
    private readonly PEReader _file;

    private PatchImage(byte[] bytes, PEReader file, MetadataReader metadata)
    {
        Bytes = bytes;
        _file = file;
        Metadata = metadata;
    }

    internal byte[] Bytes { get; }

    internal MetadataReader Metadata { get; }

    /// <exception cref="SwapException">HW6107: the bytes are no managed assembly.</exception>
    internal static PatchImage Open(byte[] bytes)
    {
        var file = new PEReader(ImmutableArray.Create(bytes));
        try
        {
            if (!file.HasMetadata)
                throw SwapDiagnostics.MalformedImage.Refuse("it has no metadata");
            var metadata = file.GetMetadataReader(MetadataReaderOptions.None);
            return new PatchImage(bytes, file, metadata);
        }
        catch (Exception e) when (e is not SwapException)
        {
            file.Dispose();
            throw SwapDiagnostics.MalformedImage.Refuse(e, e.Message);
        }
    }

    internal Guid Mvid => Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid);

    internal PEHeaders Headers => _file.PEHeaders;

    internal MethodBodyBlock Body(int relativeVirtualAddress) => _file.GetMethodBody(relativeVirtualAddress);

    /// <summary>How many bytes of the image there are from an address to its section's end; 0 when it lies in none.</summary>
    internal int DataLength(int relativeVirtualAddress) => _file.GetSectionData(relativeVirtualAddress).Length;

    public void Dispose() => _file.Dispose();
}

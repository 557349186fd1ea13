using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HotWeave.Weaver.Tests.Bounds;

/// <summary>An assembly, or symbols, of which a few bytes are changed at places that the whole file names.</summary>
internal sealed class DamagedImage
{
    private readonly int _start;
    private readonly MetadataReader _metadata;

    public DamagedImage(byte[] whole)
    {
        Bytes = [.. whole];
        if (whole.AsSpan().StartsWith("BSJB"u8))
        {
            _metadata = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(whole)).GetMetadataReader();
            return;
        }

        var file = new PEReader(new MemoryStream(whole));
        File = file.PEHeaders;
        _start = file.PEHeaders.MetadataStartOffset;
        _metadata = file.GetMetadataReader();
    }

    public byte[] Bytes { get; }

    /// <summary>The headers of an assembly.</summary>
    public PEHeaders? File { get; }

    /// <summary>Where the metadata begins.</summary>
    public int Metadata => _start;

    /// <summary>Where a row begins.</summary>
    public int Row(TableIndex table, int row) => _start + _metadata.GetTableMetadataOffset(table) + ((row - 1) * _metadata.GetTableRowSize(table));

    /// <summary>Where a blob's content begins, of fewer than 128 bytes.</summary>
    public int Blob(BlobHandle blob) => _start + _metadata.GetHeapMetadataOffset(HeapIndex.Blob) + MetadataTokens.GetHeapOffset(blob) + 1;

    /// <summary>The signature of a method by its name.</summary>
    public int Signature(string method) => Blob(Method(method).Signature);

    /// <summary>The variables of a method by its name.</summary>
    public int Variables(string method)
    {
        using var file = new PEReader(new MemoryStream(Bytes));
        return Blob(_metadata.GetStandaloneSignature(file.GetMethodBody(Method(method).RelativeVirtualAddress).LocalSignature).Signature);
    }

    /// <summary>The instructions of a method by its name, as a place in the file.</summary>
    public int Code(string method)
    {
        var place = Place(Method(method).RelativeVirtualAddress);
        return place + ((Bytes[place] & 3) == 2 ? 1 : 12);
    }

    /// <summary>The place of an address in the file.</summary>
    public int Place(int address)
    {
        File!.TryGetDirectoryOffset(new DirectoryEntry(address, 0), out var place);
        return place;
    }

    /// <summary>Where the length of the array stands of three numbers stands that an attribute has.</summary>
    public int LastArray() => _metadata.CustomAttributes.Select(_metadata.GetCustomAttribute).Select(static a => a.Value).Where(v => _metadata.GetBlobReader(v).Length == 20).Select(v => Blob(v) + 2).Last();

    /// <summary>Finds an operation code behind a place.</summary>
    public int FindIn(int code, byte operation) => code + Bytes.AsSpan(code).IndexOf(operation);

    /// <summary>What the symbols say of where asynchronous methods wait.</summary>
    public int AsyncInformation() => Blob(_metadata.CustomDebugInformation.Select(_metadata.GetCustomDebugInformation)
        .First(i => _metadata.GetGuid(i.Kind) == new Guid("54FD2AC5-E925-401A-9C2A-F94F171072F8")).Value);

    /// <summary>Finds a run of bytes.</summary>
    public int Find(params byte[] bytes) => Bytes.AsSpan().IndexOf(bytes) is >= 0 and var at ? at : throw new InvalidOperationException("The file has no such bytes.");

    /// <summary>Reads what the whole file says.</summary>
    public MetadataReader Reader => _metadata;

    /// <summary>Changes bytes.</summary>
    public void Put(int at, params byte[] bytes) => bytes.CopyTo(Bytes, at);

    private MethodDefinition Method(string name) =>
        _metadata.MethodDefinitions.Select(_metadata.GetMethodDefinition).Single(m => _metadata.GetString(m.Name) == name);
}

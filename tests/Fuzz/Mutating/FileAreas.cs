using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HotWeave.Fuzz.Mutating;

/// <summary>The parts of a whole file that readers read in ways of their own; most of them are small, and damage spread evenly would miss them.</summary>
internal static class FileAreas
{
    private const int MethodBodies = 4;

    /// <summary>Of an assembly: headers, the metadata's root, its tables and heaps, bodies.</summary>
    public static IReadOnlyList<Range> OfAssembly(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        var start = file.PEHeaders.MetadataStartOffset;
        var code = file.PEHeaders.SectionHeaders[0].PointerToRawData;
        var areas = new List<Range> { 0..Math.Min(0x400, image.Length), new(file.PEHeaders.CorHeaderStartOffset, file.PEHeaders.CorHeaderStartOffset + 72) };
        for (var i = 0; i < MethodBodies; i++)
            areas.Add(new Range(code, start));
        return [.. areas, .. OfMetadata(file.GetMetadataReader(), start), new Range(start + file.PEHeaders.MetadataSize, Index.End)];
    }

    /// <summary>Of a portable PDB, which is nothing but metadata.</summary>
    public static IReadOnlyList<Range> OfSymbols(byte[] image)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(image));
        return [.. OfMetadata(provider.GetMetadataReader(), 0)];
    }

    /// <summary>Of a patch: what comes before its assembly, and the assembly's.</summary>
    public static IReadOnlyList<Range> OfPatch(byte[] patch, byte[] assembly)
    {
        var start = patch.AsSpan().IndexOf(assembly);
        return
        [
            PatchSeal.PayloadStart..start,
            PatchSeal.PayloadStart..start,
            .. OfAssembly(assembly).Select(a => new Range(start + a.Start.Value, a.End.IsFromEnd ? start + assembly.Length : start + a.End.Value)),
            new Range(start + assembly.Length, Index.End),
        ];
    }

    private static IEnumerable<Range> OfMetadata(MetadataReader metadata, int start)
    {
        int[] heaps = [.. new[] { HeapIndex.String, HeapIndex.UserString, HeapIndex.Guid, HeapIndex.Blob }.Select(metadata.GetHeapMetadataOffset).Where(static o => o > 0).Order(), metadata.MetadataLength];
        var tables = metadata.GetTableMetadataOffset(TableIndex.Module);
        yield return new Range(start, start + 0x80);
        for (var table = 0; table <= (int)TableIndex.CustomDebugInformation; table++)
        {
            if (!Enum.IsDefined((TableIndex)table) || metadata.GetTableRowCount((TableIndex)table) is not (> 0 and var rows))
                continue;
            var at = metadata.GetTableMetadataOffset((TableIndex)table);
            yield return new Range(start + at, start + at + (rows * metadata.GetTableRowSize((TableIndex)table)));
        }

        yield return new Range(start + Math.Max(tables - 0x100, 0), start + Math.Max(tables, 1));
        for (var i = 0; i + 1 < heaps.Length; i++)
            yield return new Range(start + heaps[i], start + heaps[i + 1]);
        // Most of what is counted and nested is in blobs.
        yield return new Range(start + metadata.GetHeapMetadataOffset(HeapIndex.Blob), start + metadata.MetadataLength);
        yield return new Range(start + metadata.GetHeapMetadataOffset(HeapIndex.Blob), start + metadata.MetadataLength);
    }
}

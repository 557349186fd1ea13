using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace HotWeave.Loading;

/// <summary>
/// Turns a patch's references to dispatch classes and slots from the assembly that a build would have them in to its companion, where a
/// process has them there. A patch for processes that are woven in memory has an unused reference to each companion for this.
/// </summary>
internal static class CompanionReferences
{
    private const string Namespace = "HotWeave.Generated";
    private const int AssemblyScope = 2; // ResolutionScope (ECMA-335 II.24.2.6)
    private const int ScopeBits = 2;

    /// <summary>The image as it is to be loaded; the same where no assembly has a companion.</summary>
    /// <param name="image">A patch's assembly, whose tables were checked.</param>
    /// <param name="baselines">What it is bound to.</param>
    internal static byte[] Retarget(byte[] image, IEnumerable<WovenAssembly> baselines)
    {
        var companions = baselines.Where(static b => b.Generated != b.Assembly)
            .ToDictionary(static b => b.Name, static b => b.Generated.GetName().Name!, StringComparer.OrdinalIgnoreCase);
        return companions.Count == 0 ? image : Retarget(image, companions);
    }

    private static byte[] Retarget(byte[] image, Dictionary<string, string> companions)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        var metadata = file.GetMetadataReader();
        var rows = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var handle in metadata.AssemblyReferences)
            rows[metadata.GetString(metadata.GetAssemblyReference(handle).Name)] = MetadataTokens.GetRowNumber(handle);
        var turned = (byte[])image.Clone();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference || !IsGenerated(metadata, type))
                continue;
            var scope = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
            if (companions.TryGetValue(scope, out var companion) && rows.TryGetValue(companion, out var row))
                SetScope(turned, file, metadata, handle, row);
        }

        return turned;
    }

    private static bool IsGenerated(MetadataReader metadata, TypeReference type) =>
        metadata.StringComparer.Equals(type.Namespace, Namespace)
            || (type.Namespace.IsNil && metadata.StringComparer.Equals(type.Name, WovenAssembly.SlotsClass));

    // The first column of the row.
    private static void SetScope(byte[] image, PEReader file, MetadataReader metadata, TypeReferenceHandle handle, int row)
    {
        var at = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.TypeRef)
            + ((MetadataTokens.GetRowNumber(handle) - 1) * metadata.GetTableRowSize(TableIndex.TypeRef));
        var value = (row << ScopeBits) | AssemblyScope;
        var strings = 2 * (metadata.GetHeapSize(HeapIndex.String) > ushort.MaxValue ? 4 : 2);
        if (metadata.GetTableRowSize(TableIndex.TypeRef) - strings == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), value);
    }
}

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Loading.Metadata;

/// <summary>Is there a row that a handle names?</summary>
internal static class MetadataRange
{
    internal static bool Has(this MetadataReader metadata, EntityHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        return row > 0 && MetadataTokens.TryGetTableIndex(handle.Kind, out var table) && row <= metadata.GetTableRowCount(table);
    }

    /// <exception cref="BadImageFormatException">There is none, or it is of another kind.</exception>
    internal static void Require(this MetadataReader metadata, EntityHandle handle, params HandleKind[] kinds)
    {
        if (!metadata.Has(handle) || !kinds.Contains(handle.Kind))
            throw new BadImageFormatException($"its metadata refers to {MetadataTokens.GetToken(handle):X8}, which is not there or of a wrong kind");
    }
}

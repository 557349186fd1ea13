namespace HotWeave.Weaver.Model.Raw;

/// <summary>A value in a file's heap of blobs (ECMA-335 II.24.2.4).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="index">Where it stands in the heap; 0 is the empty one.</param>
internal readonly struct RawBlob(MetadataTables tables, int index)
{
    private readonly MetadataTables _tables = tables;
    private readonly int _index = index;

    /// <summary>Where it stands in the heap.</summary>
    public int Index => _index;

    /// <summary>Its bytes, without their number.</summary>
    public ArraySegment<byte> Bytes => _tables.Blob(_index);

    /// <summary>Whether it has the same bytes as another, of this file or of another one.</summary>
    public bool IsSame(RawBlob other) => Bytes.IsSame(other.Bytes);
}

namespace HotWeave.Weaver.Model.Raw;

/// <summary>A name in a file's heap of names (ECMA-335 II.24.2.3).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="index">Where it stands in the heap; 0 is the empty one.</param>
internal readonly struct RawName(MetadataTables tables, int index)
{
    private readonly MetadataTables _tables = tables;
    private readonly int _index = index;

    /// <summary>Where it stands in the heap.</summary>
    public int Index => _index;

    /// <summary>Whether it is this name, of ASCII characters only.</summary>
    public bool Is(string name) => _tables.IsString(_index, name);

    /// <summary>Whether it is the same as another, of this file or of another one.</summary>
    public bool IsSame(RawName other) => _tables.IsSameString(_index, other._tables, other._index);

    /// <summary>The name.</summary>
    public override string ToString() => _tables.String(_index);
}

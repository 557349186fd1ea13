namespace HotWeave.Weaver.Model.Raw;

/// <summary>What a column of a metadata table holds.</summary>
internal enum RawColumnKind
{
    /// <summary>Two bytes.</summary>
    Short,

    /// <summary>Four bytes.</summary>
    Long,

    /// <summary>A place in the heap of names.</summary>
    Name,

    /// <summary>A number in the heap of GUIDs.</summary>
    Guid,

    /// <summary>A place in the heap of blobs.</summary>
    Blob,

    /// <summary>A row of one table.</summary>
    Row,

    /// <summary>The first of the rows of one table that belong to this row; the last list ends with the table.</summary>
    List,

    /// <summary>A row of one of several tables.</summary>
    Coded,
}

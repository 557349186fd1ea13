namespace HotWeave.Weaver.Model.Raw;

/// <summary>A column of a metadata table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Number">Which of its columns it is, from 0.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Target">The table of a row or a list, or the <see cref="CodedIndexKind"/>.</param>
internal readonly record struct RawColumn(int Table, int Number, RawColumnKind Kind, int Target)
{
    /// <summary>Whether a row may name nothing here: an empty name, no row.</summary>
    public bool MayBeNone { get; init; }

    /// <summary>
    /// Whether it says what a row belongs to: members of what they are of, attributes, constants and the like of what has them.
    /// </summary>
    public bool IsParent { get; init; }

    /// <summary>The token of what a value of this column names, a row or a coded index.</summary>
    public int TokenOf(int value) =>
        Kind == RawColumnKind.Coded ? new CodedIndex((CodedIndexKind)Target, value).Token : (Target << 24) | value;
}

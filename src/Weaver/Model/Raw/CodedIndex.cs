namespace HotWeave.Weaver.Model.Raw;

/// <summary>An index that says beside the row which table it is of (ECMA-335 II.24.2.6).</summary>
/// <param name="kind">Which tables it may be of.</param>
/// <param name="value">The index as it is encoded.</param>
internal readonly struct CodedIndex(CodedIndexKind kind, int value)
{
    /// <summary>The index as it is encoded.</summary>
    public int Value => value;

    /// <summary>The token of the row that it names.</summary>
    public int Token => CodedIndexKinds.TokenOf(kind, value);

    /// <summary>The table of that row.</summary>
    public int Table => Token >>> 24;

    /// <summary>The row; 0 where it names none.</summary>
    public int Row => Token & 0xFFFFFF;

    /// <summary>Whether it names no row.</summary>
    public bool IsNone => Row == 0;

    /// <summary>Whether its tag stands for a table.</summary>
    public bool HasTable => CodedIndexKinds.HasTable(kind, value);

    /// <summary>The index of a kind that names the row of a token.</summary>
    public static CodedIndex Encode(CodedIndexKind kind, int token) => new(kind, CodedIndexKinds.Encode(kind, token));
}

namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// The columns that hold signatures of members, of variables or of arguments (ECMA-335 II.22): all but types', which begin otherwise.
/// </summary>
internal static class SignatureColumns
{
    private static readonly int[] Tables =
    [
        MetadataTables.Field, MetadataTables.MethodDef, MetadataTables.MemberRef, MetadataTables.StandAloneSig,
        MetadataTables.Property, MetadataTables.MethodSpec,
    ];

    /// <summary>The columns; each of these tables has one blob.</summary>
    public static IReadOnlyList<RawColumn> All { get; } =
        [.. Tables.Select(static t => TableSchemas.ColumnsOf(t).Single(static c => c.Kind == RawColumnKind.Blob))];
}

namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A type that a signature says: an instance, an array, a pointer (ECMA-335 II.22.39).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct TypeSpecRow(MetadataTables tables, int row)
{
    private const int GenericInstance = 0x15;

    /// <summary>The signature (II.23.2.14).</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.TypeSpec, row, 0));

    /// <summary>The token of the generic type that it is an instance of; null where it is none, as arrays are.</summary>
    // GENERICINST, class or value type, TypeDefOrRef
    public int? FindGenericType()
    {
        var signature = Signature.Bytes;
        if (signature.Count < 3 || signature.Array[signature.Offset] != GenericInstance)
            return null;
        var at = signature.Offset + 2;
        return new CodedIndex(CodedIndexKind.TypeDefOrRef, MetadataTables.ReadCompressed(signature.Array, ref at)).Token;
    }
}

namespace HotWeave.Weaver.Model.Raw.Rows;

/// <summary>A method of a type of the file (ECMA-335 II.22.26).</summary>
/// <param name="tables">The tables of the file.</param>
/// <param name="row">The row, from 1.</param>
internal readonly struct MethodDefRow(MetadataTables tables, int row)
{
    /// <summary>Where its body is; 0 where it has none.</summary>
    public int Rva => tables.ReadColumn(MetadataTables.MethodDef, row, 0);

    /// <summary>What the runtime is asked of it (II.23.1.10).</summary>
    public int ImplFlags => tables.ReadColumn(MetadataTables.MethodDef, row, 1);

    /// <summary>Its attributes (II.23.1.10).</summary>
    public int Flags => tables.ReadColumn(MetadataTables.MethodDef, row, 2);

    /// <summary>Its name.</summary>
    public RawName Name => new(tables, tables.ReadColumn(MetadataTables.MethodDef, row, 3));

    /// <summary>Its parameters and what it returns (II.23.2.1).</summary>
    public RawBlob Signature => new(tables, tables.ReadColumn(MetadataTables.MethodDef, row, 4));

    /// <summary>The rows of its parameters.</summary>
    public RawRange ParamList => tables.ReadList(MetadataTables.MethodDef, row, 5, MetadataTables.Param);

    /// <summary>Moves the body.</summary>
    public void SetRva(int rva) => tables.WriteColumn(MetadataTables.MethodDef, row, 0, rva);

    /// <summary>Writes what the runtime is asked.</summary>
    public void SetImplFlags(int flags) => tables.WriteColumn(MetadataTables.MethodDef, row, 1, flags);
}

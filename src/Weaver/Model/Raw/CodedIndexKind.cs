namespace HotWeave.Weaver.Model.Raw;

/// <summary>
/// The kinds of indexes that say beside the row which table it is of, by the names and in the order of ECMA-335 II.24.2.6.
/// </summary>
internal enum CodedIndexKind
{
    TypeDefOrRef,
    HasConstant,
    HasCustomAttribute,
    HasFieldMarshal,
    HasDeclSecurity,
    MemberRefParent,
    HasSemantics,
    MethodDefOrRef,
    MemberForwarded,
    Implementation,
    CustomAttributeType,
    ResolutionScope,
    TypeOrMethodDef,

    /// <summary>Of portable PDB files.</summary>
    HasCustomDebugInformation,
}

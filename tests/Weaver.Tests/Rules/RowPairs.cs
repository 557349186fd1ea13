using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using static HotWeave.Weaver.Tests.Rules.RowText;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>What rows say, as the types of rows have it and as the framework's reader has it.</summary>
internal static class RowPairs
{
    /// <summary>By table, a row as text in both ways, with a token for each row that it names.</summary>
    public static IReadOnlyDictionary<int, Func<MetadataTables, MetadataReader, int, (string Ours, string Theirs)>> All { get; } =
        new Dictionary<int, Func<MetadataTables, MetadataReader, int, (string Ours, string Theirs)>>
        {
            [MetadataTables.TypeRef] = static (t, m, row) =>
            {
                var a = new TypeRefRow(t, row);
                var b = m.GetTypeReference(MetadataTokens.TypeReferenceHandle(row));
                return (
                    Join(a.ResolutionScope, a.Name, a.Namespace),
                    Join(m, b.ResolutionScope, b.Name, b.Namespace));
            },
            [MetadataTables.TypeDef] = static (t, m, row) =>
            {
                var a = new TypeDefRow(t, row);
                var b = m.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(row));
                return (
                    Join(a.Flags, a.Name, a.Namespace, a.Extends, a.FieldList, a.MethodList),
                    Join(m, (int)b.Attributes, b.Name, b.Namespace, b.BaseType, b.GetFields(), b.GetMethods()));
            },
            [MetadataTables.Field] = static (t, m, row) =>
            {
                var a = new FieldRow(t, row);
                var b = m.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(row));
                return (
                    Join(a.Flags, a.Name, a.Signature),
                    Join(m, (int)b.Attributes, b.Name, b.Signature));
            },
            [MetadataTables.MethodDef] = static (t, m, row) =>
            {
                var a = new MethodDefRow(t, row);
                var b = m.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(row));
                return (
                    Join(a.Rva, a.ImplFlags, a.Flags, a.Name, a.Signature, a.ParamList),
                    Join(m, b.RelativeVirtualAddress, (int)b.ImplAttributes, (int)b.Attributes, b.Name, b.Signature, b.GetParameters()));
            },
            [MetadataTables.Param] = static (t, m, row) =>
            {
                var a = new ParamRow(t, row);
                var b = m.GetParameter(MetadataTokens.ParameterHandle(row));
                return (
                    Join(a.Flags, a.Sequence, a.Name),
                    Join(m, (int)b.Attributes, b.SequenceNumber, b.Name));
            },
            [MetadataTables.InterfaceImpl] = static (t, m, row) =>
            {
                var a = new InterfaceImplRow(t, row);
                var b = MetadataTokens.InterfaceImplementationHandle(row);
                return (
                    Join(a.Class, a.Interface),
                    Join(m, OwnerOf(m, b), m.GetInterfaceImplementation(b).Interface));
            },
            [MetadataTables.MemberRef] = static (t, m, row) =>
            {
                var a = new MemberRefRow(t, row);
                var b = m.GetMemberReference(MetadataTokens.MemberReferenceHandle(row));
                return (
                    Join(a.Class, a.Name, a.Signature),
                    Join(m, b.Parent, b.Name, b.Signature));
            },
            [MetadataTables.Constant] = static (t, m, row) =>
            {
                var a = new ConstantRow(t, row);
                var b = m.GetConstant(MetadataTokens.ConstantHandle(row));
                return (
                    Join(a.Type & 0xFF, a.Parent, a.Value),
                    Join(m, (int)b.TypeCode, b.Parent, b.Value));
            },
            [MetadataTables.CustomAttribute] = static (t, m, row) =>
            {
                var a = new CustomAttributeRow(t, row);
                var b = m.GetCustomAttribute(MetadataTokens.CustomAttributeHandle(row));
                return (
                    Join(a.Parent, a.Type, a.Value),
                    Join(m, b.Parent, b.Constructor, b.Value));
            },
            [MetadataTables.FieldMarshal] = static (t, m, row) =>
            {
                var a = new FieldMarshalRow(t, row);
                return (
                    Join(a.Parent, a.NativeType),
                    Join(m, MarshalledBy(m, a.Parent.Token), BlobOf(m, a.Parent.Token)));
            },
            [MetadataTables.DeclSecurity] = static (t, m, row) =>
            {
                var a = new DeclSecurityRow(t, row);
                var b = m.GetDeclarativeSecurityAttribute(MetadataTokens.DeclarativeSecurityAttributeHandle(row));
                return (
                    Join(a.Action, a.Parent, a.PermissionSet),
                    Join(m, (int)b.Action, b.Parent, b.PermissionSet));
            },
            [MetadataTables.ClassLayout] = static (t, m, row) =>
            {
                var a = new ClassLayoutRow(t, row);
                var b = m.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(a.Parent)).GetLayout();
                return (
                    Join(a.PackingSize, a.ClassSize),
                    Join(b.PackingSize, b.Size));
            },
            [MetadataTables.FieldLayout] = static (t, m, row) =>
            {
                var a = new FieldLayoutRow(t, row);
                return (
                    Join(a.Offset),
                    Join(m.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(a.Field)).GetOffset()));
            },
            [MetadataTables.StandAloneSig] = static (t, m, row) =>
            {
                var a = new StandAloneSigRow(t, row);
                var b = m.GetStandaloneSignature(MetadataTokens.StandaloneSignatureHandle(row));
                return (
                    Join(a.Signature),
                    Join(m, b.Signature));
            },
            [MetadataTables.EventMap] = static (t, m, row) =>
            {
                var a = new EventMapRow(t, row);
                return (
                    Join(a.EventList),
                    Join(m, m.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(a.Parent)).GetEvents()));
            },
            [MetadataTables.Event] = static (t, m, row) =>
            {
                var a = new EventRow(t, row);
                var b = m.GetEventDefinition(MetadataTokens.EventDefinitionHandle(row));
                return (
                    Join(a.EventFlags, a.Name, a.EventType),
                    Join(m, (int)b.Attributes, b.Name, b.Type));
            },
            [MetadataTables.PropertyMap] = static (t, m, row) =>
            {
                var a = new PropertyMapRow(t, row);
                return (
                    Join(a.PropertyList),
                    Join(m, m.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(a.Parent)).GetProperties()));
            },
            [MetadataTables.Property] = static (t, m, row) =>
            {
                var a = new PropertyRow(t, row);
                var b = m.GetPropertyDefinition(MetadataTokens.PropertyDefinitionHandle(row));
                return (
                    Join(a.Flags, a.Name, a.Type),
                    Join(m, (int)b.Attributes, b.Name, b.Signature));
            },
            [MetadataTables.MethodSemantics] = static (t, m, row) =>
            {
                var a = new MethodSemanticsRow(t, row);
                return (
                    Join(a.Semantics),
                    Join(SemanticsOf(m, a.Association.Token, MetadataTokens.MethodDefinitionHandle(a.Method))));
            },
            [MetadataTables.MethodImpl] = static (t, m, row) =>
            {
                var a = new MethodImplRow(t, row);
                var b = m.GetMethodImplementation(MetadataTokens.MethodImplementationHandle(row));
                return (
                    Join(a.Class, a.MethodBody, a.MethodDeclaration),
                    Join(m, MetadataTokens.GetRowNumber(b.Type), b.MethodBody, b.MethodDeclaration));
            },
            [MetadataTables.ModuleRef] = static (t, m, row) => (
                Join(new ModuleRefRow(t, row).Name),
                Join(m, m.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name)),
            [MetadataTables.TypeSpec] = static (t, m, row) => (
                Join(new TypeSpecRow(t, row).Signature),
                Join(m, m.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)).Signature)),
            [MetadataTables.ImplMap] = static (t, m, row) =>
            {
                var a = new ImplMapRow(t, row);
                var b = m.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(a.MemberForwarded.Row)).GetImport();
                return (
                    Join(a.MappingFlags, a.ImportName, a.ImportScope),
                    Join(m, (int)b.Attributes, b.Name, MetadataTokens.GetRowNumber(b.Module)));
            },
            [MetadataTables.FieldRva] = static (t, m, row) =>
            {
                var a = new FieldRvaRow(t, row);
                return (
                    Join(a.Rva),
                    Join(m.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(a.Field)).GetRelativeVirtualAddress()));
            },
            [MetadataTables.AssemblyRef] = static (t, m, row) =>
            {
                var a = new AssemblyRefRow(t, row);
                var b = m.GetAssemblyReference(MetadataTokens.AssemblyReferenceHandle(row)).Version;
                return (
                    Join(a.MajorVersion, a.MinorVersion, a.BuildNumber, a.RevisionNumber),
                    Join(b.Major, b.Minor, b.Build, b.Revision));
            },
            [MetadataTables.ManifestResource] = static (t, m, row) =>
            {
                var a = new ManifestResourceRow(t, row);
                var b = m.GetManifestResource(MetadataTokens.ManifestResourceHandle(row));
                return (
                    Join(a.Offset, a.Flags, a.Name, a.Implementation),
                    Join(m, (int)b.Offset, (int)b.Attributes, b.Name, b.Implementation));
            },
            [MetadataTables.NestedClass] = static (t, m, row) =>
            {
                var a = new NestedClassRow(t, row);
                var b = m.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(a.Nested)).GetDeclaringType();
                return (
                    Join(a.Enclosing),
                    Join(MetadataTokens.GetRowNumber(b)));
            },
            [MetadataTables.GenericParam] = static (t, m, row) =>
            {
                var a = new GenericParamRow(t, row);
                var b = m.GetGenericParameter(MetadataTokens.GenericParameterHandle(row));
                return (
                    Join(a.Number, a.Flags, a.Owner, a.Name),
                    Join(m, b.Index, (int)b.Attributes, b.Parent, b.Name));
            },
            [MetadataTables.MethodSpec] = static (t, m, row) =>
            {
                var a = new MethodSpecRow(t, row);
                var b = m.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row));
                return (
                    Join(a.Method, a.Instantiation),
                    Join(m, b.Method, b.Signature));
            },
            [MetadataTables.GenericParamConstraint] = static (t, m, row) =>
            {
                var a = new GenericParamConstraintRow(t, row);
                var b = m.GetGenericParameterConstraint(MetadataTokens.GenericParameterConstraintHandle(row));
                return (
                    Join(a.Owner, a.Constraint),
                    Join(m, MetadataTokens.GetRowNumber(b.Parameter), b.Type));
            },
            [MetadataTables.Document] = static (t, m, row) => (
                Join(new DocumentRow(t, row).Name),
                Join(m, (BlobHandle)m.GetDocument(MetadataTokens.DocumentHandle(row)).Name)),
            [MetadataTables.MethodDebugInformation] = static (t, m, row) =>
            {
                var a = new MethodDebugInformationRow(t, row);
                var b = m.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(row));
                return (
                    Join(a.Document, a.SequencePoints),
                    Join(m, MetadataTokens.GetRowNumber(b.Document), b.SequencePointsBlob));
            },
            [MetadataTables.LocalConstant] = static (t, m, row) =>
            {
                var a = new LocalConstantRow(t, row);
                var b = m.GetLocalConstant(MetadataTokens.LocalConstantHandle(row));
                return (
                    Join(a.Name, a.Signature),
                    Join(m, b.Name, b.Signature));
            },
            [MetadataTables.ImportScope] = static (t, m, row) =>
            {
                var a = new ImportScopeRow(t, row);
                var b = m.GetImportScope(MetadataTokens.ImportScopeHandle(row));
                return (
                    Join(a.Parent, a.Imports),
                    Join(m, MetadataTokens.GetRowNumber(b.Parent), b.ImportsBlob));
            },
            [MetadataTables.CustomDebugInformation] = static (t, m, row) =>
            {
                var a = new CustomDebugInformationRow(t, row);
                var b = m.GetCustomDebugInformation(MetadataTokens.CustomDebugInformationHandle(row));
                return (
                    Join(a.Parent, a.Kind, a.Value),
                    Join(m, b.Parent, MetadataTokens.GetHeapOffset(b.Kind), b.Value));
            },
        };
}

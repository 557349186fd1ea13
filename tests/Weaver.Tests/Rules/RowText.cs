using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HotWeave.Weaver.Model.Raw;
using CodedIndex = HotWeave.Weaver.Model.Raw.CodedIndex;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Writes columns of rows so that those of the types of rows and of the framework's reader compare.</summary>
internal static class RowText
{
    public static string Join(params object[] columns) => string.Join(" | ", columns.Select(static c => c switch
    {
        RawBlob blob => Convert.ToHexString(blob.Bytes),
        CodedIndex index => index.IsNone ? "none" : index.Token.ToString("x8", null),
        RawRange range => Rows(range.First, range.Count),
        _ => c.ToString(),
    }));

    public static string Join(MetadataReader reader, params object[] columns) => string.Join(" | ", columns.Select(c => c switch
    {
        StringHandle name => reader.GetString(name),
        BlobHandle blob => Convert.ToHexString(reader.GetBlobBytes(blob)),
        NamespaceDefinitionHandle name => reader.GetString(name),
        FieldDefinitionHandleCollection fields => Rows(fields.Select(static h => (EntityHandle)h)),
        MethodDefinitionHandleCollection methods => Rows(methods.Select(static h => (EntityHandle)h)),
        ParameterHandleCollection parameters => Rows(parameters.Select(static h => (EntityHandle)h)),
        PropertyDefinitionHandleCollection properties => Rows(properties.Select(static h => (EntityHandle)h)),
        EventDefinitionHandleCollection events => Rows(events.Select(static h => (EntityHandle)h)),
        _ when Handle(c) is { } handle => handle.IsNil ? "none" : MetadataTokens.GetToken(handle).ToString("x8", null),
        _ => c.ToString(),
    }));

    // Kinds of handles convert to one another, and have no type in common.
    private static EntityHandle? Handle(object column) => column switch
    {
        EntityHandle handle => handle,
        GenericParameterHandle parameter => parameter,
        TypeDefinitionHandle type => type,
        ModuleReferenceHandle module => module,
        _ => null,
    };

    public static string Rows(IEnumerable<EntityHandle> handles) =>
        handles.Select(MetadataTokens.GetRowNumber).ToList() is { Count: > 0 } rows ? Rows(rows[0], rows.Count) : Rows(0, 0);

    private static string Rows(int first, int count) => count == 0 ? "none" : $"{count} from {first}";

    public static int OwnerOf(MetadataReader reader, InterfaceImplementationHandle @interface) =>
        MetadataTokens.GetRowNumber(
            reader.TypeDefinitions.First(t => reader.GetTypeDefinition(t).GetInterfaceImplementations().Contains(@interface)));

    public static EntityHandle MarshalledBy(MetadataReader reader, int token) =>
        BlobOf(reader, token).IsNil ? default : (EntityHandle)MetadataTokens.Handle(token);

    public static BlobHandle BlobOf(MetadataReader reader, int token) => MetadataTokens.Handle(token) switch
    {
        { Kind: HandleKind.FieldDefinition } field => reader.GetFieldDefinition((FieldDefinitionHandle)field).GetMarshallingDescriptor(),
        var parameter => reader.GetParameter((ParameterHandle)parameter).GetMarshallingDescriptor(),
    };

    // ECMA-335 II.23.1.12.
    public static int SemanticsOf(MetadataReader reader, int association, MethodDefinitionHandle method)
    {
        var handle = MetadataTokens.Handle(association);
        if (handle.Kind == HandleKind.PropertyDefinition)
        {
            var property = reader.GetPropertyDefinition((PropertyDefinitionHandle)handle).GetAccessors();
            return property.Setter == method ? 1 : property.Getter == method ? 2 : 4;
        }

        var @event = reader.GetEventDefinition((EventDefinitionHandle)handle).GetAccessors();
        return @event.Adder == method ? 8 : @event.Remover == method ? 0x10 : @event.Raiser == method ? 0x20 : 4;
    }
}

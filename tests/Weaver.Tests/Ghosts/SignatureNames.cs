using Xunit;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Weaver.Tests.Ghosts;

/// <summary>Writes signatures with the names of the types, so that those of two files can be compared.</summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, MetadataReader>
{
    private static readonly SignatureNames s_names = new();

    /// <summary>A method's signature.</summary>
    public static unsafe string Read(MetadataReader reader, byte[] signature)
    {
        fixed (byte* bytes = signature)
        {
            var blob = new BlobReader(bytes, signature.Length);
            var method = new SignatureDecoder<string, MetadataReader>(s_names, reader, reader).DecodeMethodSignature(ref blob);
            Assert.Equal(0, blob.RemainingBytes);
            return $"{method.Header} {method.GenericParameterCount} {method.ReturnType}({string.Join(", ", method.ParameterTypes)})";
        }
    }

    /// <summary>A type's signature.</summary>
    public static unsafe string ReadType(MetadataReader reader, byte[] signature)
    {
        fixed (byte* bytes = signature)
        {
            var blob = new BlobReader(bytes, signature.Length);
            return new SignatureDecoder<string, MetadataReader>(s_names, reader, reader).DecodeType(ref blob);
        }
    }

    /// <summary>A type by its handle.</summary>
    public static string Read(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => s_names.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeReference => s_names.GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        _ => ReadType(reader, reader.GetBlobBytes(reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature)),
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return (outer.IsNil ? reader.GetString(type.Namespace) : GetTypeFromDefinition(reader, outer, 0)) + "." + reader.GetString(type.Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return (type.ResolutionScope.Kind == HandleKind.TypeReference
            ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) : reader.GetString(type.Namespace)) + "." + reader.GetString(type.Name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, MetadataReader genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, reader);

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"{signature.ReturnType}*({string.Join(",", signature.ParameterTypes)})";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericMethodParameter(MetadataReader genericContext, int index) => "!!" + index;

    public string GetGenericTypeParameter(MetadataReader genericContext, int index) => "!" + index;

    public string GetPinnedType(string elementType) => elementType + " pinned";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";
}

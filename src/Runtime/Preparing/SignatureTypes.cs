using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Preparing;

/// <summary>Collects the tokens of the classes and value types that a stand-alone signature (locals, <c>calli</c>) names.</summary>
internal sealed class SignatureTypes : ISignatureTypeProvider<int, object?>
{
    private readonly List<int> _tokens = [];

    /// <exception cref="BadImageFormatException">The signature is malformed.</exception>
    internal static IReadOnlyList<int> Of(MetadataReader metadata, StandaloneSignatureHandle handle)
    {
        var types = new SignatureTypes();
        var signature = metadata.GetStandaloneSignature(handle);
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
            signature.DecodeLocalSignature(types, null);
        else
            signature.DecodeMethodSignature(types, null);
        return types._tokens;
    }

    public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Named(handle);

    public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Named(handle);

    public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        Named(handle);

    public int GetArrayType(int elementType, ArrayShape shape) => 0;

    public int GetByReferenceType(int elementType) => 0;

    public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

    public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

    public int GetGenericMethodParameter(object? genericContext, int index) => 0;

    public int GetGenericTypeParameter(object? genericContext, int index) => 0;

    public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

    public int GetPinnedType(int elementType) => 0;

    public int GetPointerType(int elementType) => 0;

    public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

    public int GetSZArrayType(int elementType) => 0;

    private int Named(EntityHandle handle)
    {
        _tokens.Add(MetadataTokens.GetToken(handle));
        return 0;
    }
}

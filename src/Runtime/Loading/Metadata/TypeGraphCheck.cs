using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Loading.Metadata;

/// <summary>No type is nested in itself or derives from itself, also not by way of others; following either ends.</summary>
internal static class TypeGraphCheck
{
    /// <exception cref="BadImageFormatException">There is a circle.</exception>
    internal static void Check(MetadataReader metadata)
    {
        var types = metadata.GetTableRowCount(TableIndex.TypeDef);
        var references = metadata.GetTableRowCount(TableIndex.TypeRef);
        foreach (var handle in metadata.TypeDefinitions)
        {
            Follow(handle, h => (EntityHandle)metadata.GetTypeDefinition((TypeDefinitionHandle)h).GetDeclaringType(), types);
            Follow(handle, h => BaseWithin(metadata, (TypeDefinitionHandle)h), types);
        }

        foreach (var handle in metadata.TypeReferences)
            Follow(handle, h => Outer(metadata, (TypeReferenceHandle)h), references);
    }

    private static void Follow(EntityHandle handle, Func<EntityHandle, EntityHandle> next, int limit)
    {
        for (var steps = 0; !handle.IsNil; handle = next(handle))
        {
            if (steps++ > Math.Min(limit, TypeDepthCheck.Deepest))
                throw new BadImageFormatException("a type is nested in itself or derives from itself, or far too deep");
        }
    }

    // A base type that is generic is a specification; its definition comes first in the blob, after the two element types.
    private static EntityHandle BaseWithin(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var ancestor = metadata.GetTypeDefinition(handle).BaseType;
        if (ancestor.Kind == HandleKind.TypeSpecification)
        {
            var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)ancestor).Signature);
            if (signature.ReadByte() != (byte)SignatureTypeCode.GenericTypeInstance)
                throw new BadImageFormatException("a base type is no class");
            signature.ReadByte();
            ancestor = signature.ReadTypeHandle();
        }

        return ancestor.Kind == HandleKind.TypeDefinition ? ancestor : default;
    }

    private static EntityHandle Outer(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind == HandleKind.TypeReference ? scope : default;
    }
}

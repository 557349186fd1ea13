using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Preparing;

/// <summary>What a token stands for, read from the patch's own metadata, since it did not resolve to anything.</summary>
internal static class TokenName
{
    /// <summary>The name, or the token in hex where the metadata does not say.</summary>
    internal static string Of(MetadataReader metadata, int token)
    {
        var hex = "token " + token.ToString("X8", CultureInfo.InvariantCulture);
        // To the reader a row of its own making, which this metadata has none of.
        if (token < 0)
            return hex;
        try
        {
            return Of(metadata, MetadataTokens.EntityHandle(token)) is { } name ? $"{name} ({hex})" : hex;
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException)
        {
            return hex;
        }
    }

    private static string? Of(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
                var scope = type.ResolutionScope.Kind == HandleKind.TypeReference ? Of(metadata, type.ResolutionScope) + "+" : "";
                var space = metadata.GetString(type.Namespace);
                return scope + (space.Length == 0 ? "" : space + ".") + metadata.GetString(type.Name);
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return Of(metadata, member.Parent) + "::" + metadata.GetString(member.Name);
            case HandleKind.MethodSpecification:
                return Of(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                return null;
        }
    }
}

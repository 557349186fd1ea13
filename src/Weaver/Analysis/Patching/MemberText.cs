using System.Security.Cryptography;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What the tokens of one build's code name, as text that is equal in both builds exactly when they name the same.</summary>
internal sealed class MemberText(GeneratedKeys keys)
{
    // Cecil gives one object for one token, and code names the same members over and over.
    private readonly Dictionary<MemberReference, string> _known = [];

    public string Write(MemberReference member)
    {
        if (!_known.TryGetValue(member, out var text))
            _known.Add(member, text = Compute(member));
        return text;
    }

    private string Compute(MemberReference member) => member switch
    {
        FieldReference field when ContentOf(field) is { } content => content,
        FieldReference field => $"{keys.Signatures.Write(field.FieldType)} {keys.Signatures.Write(field.DeclaringType)}::{KeyOf(field) ?? field.Name}",
        MethodReference method => keys.Signatures.OfUse(method, KeyOf(method)),
        _ => keys.Signatures.Write((TypeReference)member),
    };

    private string? KeyOf(MethodReference reference) =>
        reference.DeclaringType.GetElementType() is TypeDefinition && reference.Resolve() is { } method ? keys.KeyOf(method) : null;

    // F# numbers what it keeps of literals; the same name says nothing of the content.
    private static string? ContentOf(FieldReference reference)
    {
        if (reference.DeclaringType.GetElementType() is not TypeDefinition || reference.Resolve() is not { } field || !GeneratedCode.IsData(field))
            return null;
        using var hash = SHA256.Create();
        return "data " + Convert.ToBase64String(hash.ComputeHash(field.InitialValue));
    }

    private string? KeyOf(FieldReference reference) =>
        reference.DeclaringType.GetElementType() is TypeDefinition && reference.Resolve() is { } field ? keys.KeyOf(field) : null;
}

namespace HotWeave.Trust.Signing;

/// <summary>Finds whose signatures of an envelope hold.</summary>
internal static class EnvelopeSigners
{
    private const int KeyIdLength = 64;

    /// <summary>The keys, each once, in the order in which they are trusted.</summary>
    internal static IReadOnlyList<TrustedKey> Find(DsseEnvelope envelope, IReadOnlyList<TrustedKey> keys, DateTimeOffset now)
    {
        var message = envelope.Encode();
        return [.. keys.DistinctBy(static k => k.Id).Where(key => key.IsValidAt(now) && envelope.Signatures.Any(s => IsBy(s, key) && key.HasSigned(message, s.Signature)))];
    }

    /// <summary>Who says to have signed, for a message: anybody may have written it.</summary>
    internal static string Name(DsseEnvelope envelope) => envelope.Signatures.Count == 0 ? "nobody" : string.Join(", ", envelope.Signatures.Select(static s =>
        s.KeyId.Length == KeyIdLength && s.KeyId.All(char.IsAsciiHexDigitLower) ? s.KeyId[..12] : "a key without an id"));

    // A hint, that spares trying every key.
    private static bool IsBy(DsseSignature signature, TrustedKey key) => signature.KeyId.Length == 0 || signature.KeyId == key.Id;
}

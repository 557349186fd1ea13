using System.Globalization;
using System.Text;
using HotWeave.Patches.Format;

namespace HotWeave.Trust.Signing;

/// <summary>
/// A DSSE envelope (Dead Simple Signing Envelope 1.0): a payload, its type, and signatures of both. What is signed are the bytes of
/// <see cref="Encode"/>, so that nothing of the JSON around the payload needs to be believed.
/// </summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Signatures">Those of anybody.</param>
internal sealed record DsseEnvelope(string PayloadType, byte[] Payload, IReadOnlyList<DsseSignature> Signatures)
{
    private const int MostSignatures = 16;
    private const int LongestSignature = 4096;

    /// <exception cref="FormatException">The bytes are none, or more than bounds allow; the message says why.</exception>
    internal static DsseEnvelope Parse(ReadOnlySpan<byte> utf8)
    {
        // Members that are not known are passed over, as the specification demands: they are not signed and mean nothing.
        var fields = StrictJson.Parse(utf8, SignatureBlock.LongestEnvelope);
        return new DsseEnvelope(
            fields.TakeText("payloadType"),
            Decode(fields.TakeText("payload", SignatureBlock.LongestEnvelope)),
            [.. fields.TakeObjects("signatures", MostSignatures).Select(static s =>
                new DsseSignature(s.TakeOptionalText("keyid") ?? "", Decode(s.TakeText("sig", LongestSignature))))]);
    }

    /// <summary>The bytes of the JSON.</summary>
    internal byte[] Write() => JsonBytes.Write(json =>
    {
        json.WriteBase64String("payload", Payload);
        json.WriteString("payloadType", PayloadType);
        json.WriteStartArray("signatures");
        foreach (var signature in Signatures)
        {
            json.WriteStartObject();
            json.WriteString("keyid", signature.KeyId);
            json.WriteBase64String("sig", signature.Signature);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>What is signed, the specification's PAE: <c>DSSEv1</c>, and type and payload, each after its length in bytes.</summary>
    internal byte[] Encode()
    {
        var type = Encoding.UTF8.GetBytes(PayloadType);
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {type.Length} {PayloadType} {Payload.Length} ");
        return [.. Encoding.UTF8.GetBytes(head), .. Payload];
    }

    // Both alphabets of RFC 4648, as the specification demands.
    private static byte[] Decode(string base64) =>
        Convert.FromBase64String(base64.Replace('-', '+').Replace('_', '/') + (base64.Length % 4) switch { 2 => "==", 3 => "=", _ => "" });
}

/// <summary>One signature.</summary>
/// <param name="KeyId">Which key made it, as it says; empty where it does not.</param>
/// <param name="Signature">ECDSA: DER, RSA-PSS: as it is.</param>
internal sealed record DsseSignature(string KeyId, byte[] Signature);

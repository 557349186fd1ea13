using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotWeave.Trust.Signing;

/// <summary>
/// A public key that signatures are checked with: ECDSA on P-256 with SHA-256 or on P-384 with SHA-384, signatures in DER; RSA-PSS of 2048
/// to 8192 bits with SHA-256 and a salt of 32 bytes.
/// </summary>
internal sealed class TrustedKey
{
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";

    private readonly PublicKey _key;

    private TrustedKey(string name, byte[] info, PublicKey key)
    {
        Name = name;
        Info = info;
        _key = key;
        Id = Convert.ToHexString(SHA256.HashData(info)).ToLowerInvariant();
    }

    /// <summary>A name for people.</summary>
    internal string Name { get; }

    /// <summary>SHA-256 of <see cref="Info"/>, lower-case hex.</summary>
    internal string Id { get; }

    /// <summary>The SubjectPublicKeyInfo of RFC 5280, in DER.</summary>
    internal byte[] Info { get; }

    /// <summary>Such as <c>ECDSA P-256</c>.</summary>
    internal string Algorithm { get; private init; } = "";

    /// <summary>When its certificate begins and ends to be valid; null for a bare key.</summary>
    internal (DateTimeOffset From, DateTimeOffset To)? Validity { get; private init; }

    /// <summary>The name and the beginning of the id.</summary>
    public override string ToString() => $"{Name} ({Id[..12]})";

    /// <exception cref="FormatException">It is no key of these kinds.</exception>
    internal static TrustedKey Read(string name, byte[] info, (DateTimeOffset From, DateTimeOffset To)? validity = null)
    {
        try
        {
            var key = PublicKey.CreateFromSubjectPublicKeyInfo(info, out var read);
            return read == info.Length
                ? new TrustedKey(name, info, key) { Algorithm = FindAlgorithm(key), Validity = validity }
                : throw new FormatException("bytes follow its end");
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            // What the platform's own library knows of curves differs.
            throw new FormatException(e.Message, e);
        }
    }

    internal bool IsValidAt(DateTimeOffset time) => Validity is not { } validity || (time >= validity.From && time <= validity.To);

    internal bool HasSigned(byte[] message, byte[] signature)
    {
        try
        {
            using var ecdsa = _key.Oid.Value == EllipticCurve ? _key.GetECDsaPublicKey() : null;
            if (ecdsa is not null)
            {
                var hash = ecdsa.KeySize == 384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
                return ecdsa.VerifyData(message, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
            }

            using var rsa = _key.GetRSAPublicKey()!;
            return rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        catch (CryptographicException)
        {
            // Bytes that are no signature at all.
            return false;
        }
    }

    private static string FindAlgorithm(PublicKey key)
    {
        switch (key.Oid.Value)
        {
            case EllipticCurve:
                using (var ecdsa = key.GetECDsaPublicKey()!)
                {
                    return ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value switch
                    {
                        "1.2.840.10045.3.1.7" => "ECDSA P-256",
                        "1.3.132.0.34" => "ECDSA P-384",
                        _ => throw new FormatException("its curve is neither P-256 nor P-384"),
                    };
                }

            case Rsa:
                using (var rsa = key.GetRSAPublicKey()!)
                    return rsa.KeySize is >= 2048 and <= 8192 ? $"RSA-PSS {rsa.KeySize}" : throw new FormatException("it is RSA of less than 2048 or more than 8192 bits");

            default:
                throw new FormatException("it is neither an elliptic curve nor an RSA key");
        }
    }
}

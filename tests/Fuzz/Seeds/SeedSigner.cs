using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HotWeave.Trust.Signing;

namespace HotWeave.Fuzz.Seeds;

/// <summary>Signers whose keys follow from their names, so that they are the same each time and lie in no file of the repository.</summary>
internal static class SeedSigner
{
    /// <summary>The application that everything is signed for.</summary>
    public const string Application = "App";

    private static readonly DateTimeOffset s_from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes <c>NAME.key.pem</c>, <c>NAME.pub.pem</c> and <c>NAME.crt</c>.</summary>
    public static void Write(string folder, string name)
    {
        using var key = MakeKey(name);
        var certificate = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        using var signed = certificate.CreateSelfSigned(s_from, s_from.AddYears(100));
        File.WriteAllText(Path.Combine(folder, name + ".key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, name + ".pub.pem"), key.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(Path.Combine(folder, name + ".crt"), signed.ExportCertificatePem());
    }

    /// <summary>An envelope that says what it says as before, signed by somebody again.</summary>
    public static DsseEnvelope Sign(DsseEnvelope envelope, string name)
    {
        using var key = MakeKey(name);
        var signature = key.SignData(envelope.Encode(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var id = TrustedKey.Read(name, key.ExportSubjectPublicKeyInfo()).Id;
        return envelope with { Signatures = [.. envelope.Signatures.Where(s => s.KeyId != id), new DsseSignature(id, signature)] };
    }

    private static ECDsa MakeKey(string name)
    {
        var secret = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotWeave.Trust.Signing;

/// <summary>
/// Reads the public keys of a text in PEM: <c>PUBLIC KEY</c> and <c>CERTIFICATE</c>, of which the key is meant and nothing else: no chain
/// is followed.
/// </summary>
internal static class KeyFile
{
    internal const int LongestText = 256 * 1024;

    /// <param name="text">The text; what stands between the blocks does not matter.</param>
    /// <param name="name">The keys' name; a certificate's own is better.</param>
    /// <exception cref="FormatException">It has none, a private key, or one that is of no use.</exception>
    internal static IReadOnlyList<TrustedKey> Read(string text, string name)
    {
        var keys = new List<TrustedKey>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            var label = rest[block.Label];
            if (label is "CERTIFICATE")
                keys.Add(ReadCertificate(rest[block.Location], name));
            else if (label is "PUBLIC KEY")
                keys.Add(TrustedKey.Read(name, Convert.FromBase64String(rest[block.Base64Data].ToString())));
            else if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                throw new FormatException("it has a private key, which belongs to its signer alone");
        }

        return keys.Count > 0 ? keys : throw new FormatException("it has no public key or certificate in PEM");
    }

    /// <summary>The name that a file's name gives its keys.</summary>
    internal static string FindName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Path.GetExtension(name) is ".pub" or ".key" ? Path.GetFileNameWithoutExtension(name) : name;
    }

    private static TrustedKey ReadCertificate(ReadOnlySpan<char> pem, string name)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            var own = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return TrustedKey.Read(own.Length > 0 ? own : name, certificate.PublicKey.ExportSubjectPublicKeyInfo(), (certificate.NotBefore, certificate.NotAfter));
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            throw new FormatException(e.Message, e);
        }
    }
}

using System.Security.Cryptography;
using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>
/// A private key in a file: PEM, encrypted or not. The password of an encrypted one is in the environment, where no list of processes shows
/// it.
/// </summary>
internal sealed class PrivateKey : ISigner
{
    /// <summary>The variable with the password.</summary>
    public const string PasswordVariable = "HOTWEAVE_KEY_PASSWORD";

    private readonly Func<byte[], byte[]> _sign;

    private PrivateKey(TrustedKey key, Func<byte[], byte[]> sign)
    {
        Key = key;
        _sign = sign;
    }

    public TrustedKey Key { get; }

    /// <summary>The password that is set; null when none is.</summary>
    public static string? Password => Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password ? password : null;

    /// <summary>Reads a key.</summary>
    /// <exception cref="RefusedException">HW7130.</exception>
    public static PrivateKey Read(string path)
    {
        try
        {
            var text = KeyText.Read(path);
            return TryRead(text, path) ?? throw new RefusedException(SigningDiagnostics.KeyUnusable.With(path, "it has no private key in PEM"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or FormatException)
        {
            throw new RefusedException(SigningDiagnostics.KeyUnusable.With(path, e.Message), e);
        }
    }

    public byte[] Sign(byte[] message) => _sign(message);

    private static PrivateKey? TryRead(string text, string path)
    {
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            var pem = rest[block.Location];
            var label = rest[block.Label];
            var isEncrypted = label is "ENCRYPTED PRIVATE KEY";
            if (isEncrypted && Password is null)
                throw new CryptographicException($"it is encrypted, and {PasswordVariable} is not set");
            if (label is "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "PRIVATE KEY" || isEncrypted)
                return label is "RSA PRIVATE KEY" ? ReadRsa(pem, isEncrypted, path) : TryReadEllipticCurve(pem, isEncrypted, path) ?? ReadRsa(pem, isEncrypted, path);
        }

        return null;
    }

    // Which kind of key PKCS #8 has is inside.
    private static PrivateKey? TryReadEllipticCurve(ReadOnlySpan<char> pem, bool isEncrypted, string path)
    {
        var key = ECDsa.Create();
        try
        {
            Import(key, pem, isEncrypted);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            key.Dispose();
            return null;
        }

        var hash = key.KeySize == 384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        return new PrivateKey(
            TrustedKey.Read(KeyFile.FindName(path), key.ExportSubjectPublicKeyInfo()),
            message => key.SignData(message, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static PrivateKey ReadRsa(ReadOnlySpan<char> pem, bool isEncrypted, string path)
    {
        var key = RSA.Create();
        Import(key, pem, isEncrypted);
        return new PrivateKey(
            TrustedKey.Read(KeyFile.FindName(path), key.ExportSubjectPublicKeyInfo()),
            message => key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    private static void Import(AsymmetricAlgorithm key, ReadOnlySpan<char> pem, bool isEncrypted)
    {
        if (isEncrypted)
            key.ImportFromEncryptedPem(pem, Password);
        else
            key.ImportFromPem(pem);
    }
}

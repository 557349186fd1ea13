using System.Security.Cryptography;
using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>Makes a key pair: <c>NAME.key.pem</c>, which only its owner may read, and <c>NAME.pub.pem</c> for everybody.</summary>
internal static class NewKey
{
    private static readonly PbeParameters s_encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000);

    /// <summary>Writes both files.</summary>
    /// <exception cref="RefusedException">HW7130, HW7131; neither is left.</exception>
    public static (TrustedKey Key, string PrivatePath, string PublicPath) Make(string name, string algorithm, string folder)
    {
        var privatePath = Path.Combine(folder, name + ".key.pem");
        var publicPath = Path.Combine(folder, name + ".pub.pem");
        if ((File.Exists(privatePath) ? privatePath : File.Exists(publicPath) ? publicPath : null) is { } there)
            throw new RefusedException(SigningDiagnostics.KeyExists.With(there));
        using var key = Create(algorithm);
        try
        {
            Directory.CreateDirectory(folder);
            var secret = PrivateKey.Password is { } password ? key.ExportEncryptedPkcs8PrivateKeyPem(password, s_encryption) : key.ExportPkcs8PrivateKeyPem();
            Write(privatePath, secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write(publicPath, key.ExportSubjectPublicKeyInfoPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(SigningDiagnostics.KeyUnusable.With(privatePath, e.Message), e);
        }

        return (TrustedKey.Read(name, key.ExportSubjectPublicKeyInfo()), privatePath, publicPath);
    }

    private static AsymmetricAlgorithm Create(string algorithm) => algorithm switch
    {
        "p384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "rsa" => RSA.Create(3072),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    // Made with its mode: one that is changed afterwards could be opened before.
    private static void Write(string path, string pem, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var file = new StreamWriter(new FileStream(path, options));
        file.Write(pem + "\n");
    }
}

using System.Security.Cryptography;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing;

/// <summary>A strong name key pair file, as <c>sn -k</c> writes it: a PRIVATEKEYBLOB of an RSA key.</summary>
internal static class StrongNameKey
{
    private const int HeaderSize = 20;
    private const uint PrivateKeyMagic = 0x32415352; // "RSA2"

    /// <summary>
    /// The key pair in the file, which must be the one that <paramref name="assembly"/>'s public key is of: with another, the woven
    /// assembly would have another identity. Null when it cannot be used, which was reported.
    /// </summary>
    public static byte[]? Read(string path, AssemblyDefinition assembly, DiagnosticSink sink)
    {
        byte[] pair;
        try
        {
            pair = InputFile.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Report(WritingDiagnostics.KeyUnreadable.With(path, e.Message));
            return null;
        }

        if (PublicKeyOf(pair) is not { } publicKey)
            sink.Report(WritingDiagnostics.KeyInvalid.With(path, assembly.Name.Name));
        else if (!publicKey.SequenceEqual(assembly.Name.PublicKey))
            sink.Report(WritingDiagnostics.KeyOfAnother.With(path, assembly.Name.Name));
        else if (!CanSign(pair))
            sink.Report(WritingDiagnostics.KeyInvalid.With(path, assembly.Name.Name));
        else
            return pair;
        return null;
    }

    // The numbers of a damaged pair belong to none.
    private static bool CanSign(byte[] pair)
    {
        try
        {
            using var rsa = new RSACryptoServiceProvider();
            rsa.ImportCspBlob(pair);
            return rsa.SignHash(new byte[20], "SHA1").Length > 0;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    // ECMA-335 II.6.2.1.3: signature algorithm, hash algorithm, length, and the PUBLICKEYBLOB of the key.
    private static byte[]? PublicKeyOf(byte[] pair)
    {
        if (pair.Length < HeaderSize || pair[0] != 7 || BitConverter.ToUInt32(pair, 8) != PrivateKeyMagic)
            return null;
        var modulus = BitConverter.ToInt32(pair, 12) / 8;
        // Modulus, five numbers of half its size, and the private exponent.
        if (modulus <= 0 || pair.Length < HeaderSize + (long)modulus + (5L * modulus / 2) + modulus)
            return null;

        var blob = new byte[12 + HeaderSize + modulus];
        BitConverter.GetBytes(0x00002400).CopyTo(blob, 0); // CALG_RSA_SIGN
        BitConverter.GetBytes(0x00008004).CopyTo(blob, 4); // CALG_SHA1
        BitConverter.GetBytes(HeaderSize + modulus).CopyTo(blob, 8);
        Array.Copy(pair, 0, blob, 12, HeaderSize + modulus);
        blob[12] = 6; // PUBLICKEYBLOB
        BitConverter.GetBytes(0x00002400).CopyTo(blob, 16);
        blob[12 + 11] = (byte)'1'; // "RSA1"
        return blob;
    }
}

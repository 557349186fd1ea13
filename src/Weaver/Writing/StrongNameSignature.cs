using System.Security.Cryptography;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Writing;

/// <summary>Signs an assembly again whose bytes were changed after it was signed (ECMA-335 II.6.2.1.3 and II.25.3.3).</summary>
internal static class StrongNameSignature
{
    private const int SignatureDirectory = 32; // of the CLI header
    private const int CoffHeader = 24; // with the signature before it
    private const int SectionHeader = 40;

    /// <summary>Writes the signature of <paramref name="pair"/> over that of <paramref name="assembly"/>.</summary>
    public static void Renew(byte[] assembly, byte[] pair)
    {
        var sections = new ImageSections(assembly);
        var signature = sections.OffsetOf(BitConverter.ToInt32(assembly, sections.CliHeader + SignatureDirectory));
        var length = BitConverter.ToInt32(assembly, sections.CliHeader + SignatureDirectory + 4);
        var pe = BitConverter.ToInt32(assembly, 0x3C);
        var headers = pe + CoffHeader + BitConverter.ToUInt16(assembly, pe + 20);
        var count = BitConverter.ToUInt16(assembly, pe + 6);
        var first = Enumerable.Range(0, count).Min(i => BitConverter.ToInt32(assembly, headers + (i * SectionHeader) + 20));

        // Headers without what pads them, and all sections but the signature itself.
#pragma warning disable CA5350 // The standard says which algorithm it is.
        using var hash = SHA1.Create();
#pragma warning restore CA5350
        hash.TransformBlock(assembly, 0, headers + (count * SectionHeader), null, 0);
        hash.TransformBlock(assembly, first, signature - first, null, 0);
        hash.TransformFinalBlock(assembly, signature + length, assembly.Length - signature - length);
        using var rsa = new RSACryptoServiceProvider();
        rsa.ImportCspBlob(pair);
        var signed = rsa.SignHash(hash.Hash, "SHA1");
        Array.Reverse(signed);
        signed.CopyTo(assembly, signature);
    }
}

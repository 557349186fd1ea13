using System.Text;

namespace HotWeave.Patches.Format;

/// <summary>
/// What stands behind the bytes of a signed patch: its envelope, the envelope's length as u32, little-endian, and 8 bytes <c>HOTSIGN1</c>.
/// The patch before it is the unsigned file, byte for byte, and keeps its digest, so that signatures can be added and replaced.
/// </summary>
internal static class SignatureBlock
{
    /// <summary>The longest envelope, in bytes.</summary>
    public const int LongestEnvelope = 256 * 1024;

    private const int TailLength = 4 + 8;
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("HOTSIGN1");

    /// <summary>How many bytes of a file are the patch.</summary>
    /// <exception cref="InvalidPatchFileException">The block says that it is longer than it can be.</exception>
    public static int FindPatchLength(byte[] file)
    {
        if (!EndsWithMagic(file))
            return file.Length;
        var length = BitConverter.ToUInt32(file, file.Length - TailLength);
        if (length > LongestEnvelope || length > file.Length - TailLength)
            throw new InvalidPatchFileException("its signature block is longer than it can be");
        return file.Length - TailLength - (int)length;
    }

    /// <summary>The envelope's bytes; null where there is none.</summary>
    /// <exception cref="InvalidPatchFileException">The block says that it is longer than it can be.</exception>
    public static byte[]? FindEnvelope(byte[] file)
    {
        var start = FindPatchLength(file);
        if (start == file.Length)
            return null;
        var envelope = new byte[file.Length - TailLength - start];
        Array.Copy(file, start, envelope, 0, envelope.Length);
        return envelope;
    }

    /// <summary>The file with this envelope, in place of one that it may have.</summary>
    /// <exception cref="InvalidPatchFileException">The block that it has says that it is longer than it can be.</exception>
    public static byte[] Put(byte[] file, byte[] envelope)
    {
        var length = FindPatchLength(file);
        var signed = new byte[length + envelope.Length + TailLength];
        Array.Copy(file, signed, length);
        envelope.CopyTo(signed, length);
        for (var i = 0; i < 4; i++)
            signed[length + envelope.Length + i] = (byte)(envelope.Length >> (8 * i));
        s_magic.CopyTo(signed, length + envelope.Length + 4);
        return signed;
    }

    private static bool EndsWithMagic(byte[] file)
    {
        if (file.Length < TailLength)
            return false;
        for (var i = 0; i < s_magic.Length; i++)
        {
            if (file[file.Length - s_magic.Length + i] != s_magic[i])
                return false;
        }

        return true;
    }
}

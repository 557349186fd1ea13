using System.Security.Cryptography;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Makes the digest of a patch file right again, as somebody who made the damage on purpose would.</summary>
internal static class PatchSeal
{
    /// <summary>Where what the digest covers beside magic and format begins.</summary>
    public const int PayloadStart = 44;

    private const int DigestStart = 12;

    /// <summary>Seals a file, if it is long enough to be one.</summary>
    public static byte[] Seal(byte[] patch)
    {
        if (patch.Length < PayloadStart)
            return patch;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(patch, 0, DigestStart);
        sha.AppendData(patch, PayloadStart, patch.Length - PayloadStart);
        sha.GetHashAndReset().CopyTo(patch, DigestStart);
        return patch;
    }
}

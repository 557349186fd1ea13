using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>Damages a patch file, each number in its own way, the same way every time.</summary>
internal static class Mutant
{
    private const int DigestStart = 12;
    private const int PayloadStart = 44;

    /// <summary>A file that was damaged on its way: a flipped bit, changed bytes, a missing end, more bytes, or nothing but noise.</summary>
    internal static byte[] Damaged(byte[] patch, int number)
    {
        var random = new Random(number);
        switch (number % 5)
        {
            case 0:
                return FlipBits(patch, random, 0, 1);
            case 1:
                return FlipBits(patch, random, 0, random.Next(2, 40));
            case 2:
                return patch[..random.Next(patch.Length)];
            case 3:
                var longer = new byte[patch.Length + random.Next(1, 100)];
                random.NextBytes(longer);
                patch.CopyTo(longer, 0);
                return longer;
            default:
                var noise = new byte[random.Next(0, 4000)];
                random.NextBytes(noise);
                if (random.Next(2) == 0)
                    patch.AsSpan(0, Math.Min(noise.Length, random.Next(60))).CopyTo(noise);
                return noise;
        }
    }

    /// <summary>A file whose digest is right and whose content is wrong, as if a broken tool had written it.</summary>
    internal static byte[] Resealed(byte[] patch, int number)
    {
        var random = new Random(number);
        var result = (number % 4) switch
        {
            0 => FlipBits(patch, random, PayloadStart, 1),
            1 => FlipBits(patch, random, PayloadStart, random.Next(2, 20)),
            2 => OverwriteRun(patch, random),
            _ => InterestingValue(patch, random),
        };
        Seal(result);
        return result;
    }

    private static byte[] FlipBits(byte[] patch, Random random, int from, int count)
    {
        var result = patch.ToArray();
        for (var i = 0; i < count; i++)
            result[random.Next(from, result.Length)] ^= (byte)(1 << random.Next(8));
        return result.AsSpan().SequenceEqual(patch) ? FlipBits(patch, random, from, 1) : result;
    }

    private static byte[] OverwriteRun(byte[] patch, Random random)
    {
        var result = patch.ToArray();
        var start = random.Next(PayloadStart, result.Length);
        random.NextBytes(result.AsSpan(start, Math.Min(random.Next(1, 16), result.Length - start)));
        return result;
    }

    // The values at which counts, offsets and tokens go wrong.
    private static byte[] InterestingValue(byte[] patch, Random random)
    {
        var result = patch.ToArray();
        var values = new[] { 0, 1, -1, int.MaxValue, int.MinValue, 0xFF, 0xFFFF, 0x7F, 0x80, 0x02000001, 0x1B000001, 0x06FFFFFF };
        var value = values[random.Next(values.Length)];
        var start = random.Next(PayloadStart, result.Length - 4);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(start), value);
        else
            BinaryPrimitives.WriteInt16LittleEndian(result.AsSpan(start), (short)value);
        return result;
    }

    private static void Seal(byte[] patch)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(patch, 0, DigestStart);
        sha.AppendData(patch, PayloadStart, patch.Length - PayloadStart);
        sha.GetHashAndReset().CopyTo(patch, DigestStart);
    }
}

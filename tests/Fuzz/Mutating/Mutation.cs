using System.Buffers.Binary;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Damages bytes: what a bad disk, a broken tool and somebody with a hex editor do. The same random numbers give the same damage.</summary>
internal static class Mutation
{
    // At which counts, lengths, offsets and tokens go wrong; the first ones fit into a byte.
    private static readonly int[] s_values =
        [0, 1, 0x7F, 0x80, 0xBF, 0xC0, 0xDF, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, int.MaxValue, int.MinValue, -2, 0x1FFFFFFF, 0x02000001, 0x1B000001, 0x06FFFFFF, 0x3FFFFFFF];

    /// <summary>Damages a file in one way or a few, preferably in one of its areas.</summary>
    /// <param name="seed">The whole file; it stays as it is.</param>
    /// <param name="areas">The parts of it that are read in ways of their own, however small they are.</param>
    /// <param name="random">Where choices come from.</param>
    public static byte[] Damage(byte[] seed, IReadOnlyList<Range> areas, Random random)
    {
        var bytes = seed.ToArray();
        for (var count = random.Next(8) switch { < 5 => 1, < 7 => random.Next(2, 5), _ => random.Next(5, 40) }; count > 0; count--)
            bytes = DamageOnce(bytes, Choose(areas, bytes.Length, random), random);
        return bytes;
    }

    private static (int Start, int Length) Choose(IReadOnlyList<Range> areas, int length, Random random)
    {
        if (areas.Count == 0 || random.Next(8) == 0)
            return (0, length);
        var area = areas[random.Next(areas.Count)];
        // Earlier damage may have made the file shorter.
        var start = Math.Min(area.Start.GetOffset(length), length);
        var end = Math.Clamp(area.End.IsFromEnd ? length : area.End.Value, start, length);
        return end > start ? (start, end - start) : (0, length);
    }

    private static byte[] DamageOnce(byte[] bytes, (int Start, int Length) area, Random random)
    {
        if (area.Length == 0)
            return [(byte)random.Next(256)];
        var at = area.Start + random.Next(area.Length);
        switch (random.Next(20))
        {
            case < 6:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case < 10:
                bytes[at] = (byte)s_values[random.Next(8)];
                return bytes;
            case < 14:
                return Overwrite(bytes, at, random);
            case 14:
                return bytes[..at];
            case 15:
                random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(1, 16), bytes.Length - at)));
                return bytes;
            case 16:
                bytes.AsSpan(at, Math.Min(random.Next(1, 64), bytes.Length - at)).Clear();
                return bytes;
            case 17:
                var from = random.Next(bytes.Length);
                var length = Math.Min(random.Next(1, 64), bytes.Length - Math.Max(from, at));
                bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                return bytes;
            case 18:
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(at + random.Next(1, 32), bytes.Length))];
            default:
                var more = new byte[random.Next(1, 64)];
                random.NextBytes(more);
                return [.. bytes.AsSpan(0, at), .. more, .. bytes.AsSpan(at)];
        }
    }

    private static byte[] Overwrite(byte[] bytes, int at, Random random)
    {
        var value = s_values[random.Next(s_values.Length)];
        if (at + 4 <= bytes.Length && random.Next(2) == 0)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        else if (at + 2 <= bytes.Length)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), (short)value);
        else
            bytes[at] = (byte)value;
        return bytes;
    }
}

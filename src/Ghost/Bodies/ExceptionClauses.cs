using System.Buffers.Binary;

namespace HotWeave.Ghost.Bodies;

/// <summary>The exception handlers of a body (ECMA-335 II.25.4.5 and 6), which move when code comes before that of the body.</summary>
internal static class ExceptionClauses
{
    private const int Header = 4;
    private const int FatClause = 24;
    private const int SmallClause = 12;
    private const byte Table = 0x01;
    private const byte Fat = 0x40;
    private const byte More = 0x80;
    private const int Filter = 1;

    /// <summary>How many there are; -1 where the sections are none of exception handlers, or damaged.</summary>
    public static int Count(ReadOnlySpan<byte> sections)
    {
        var count = 0;
        while (!sections.IsEmpty)
        {
            if (!TryReadSection(sections, out var section))
                return -1;
            count += section.Count;
            if (!section.HasMore)
                return count;
            if (section.Length >= sections.Length)
                return -1;
            sections = sections[section.Length..];
        }

        return count;
    }

    /// <summary>How many bytes they take when they are written.</summary>
    public static int Measure(int count) => count == 0 ? 0 : Header + (count * FatClause);

    /// <summary>Writes them in one section, each so many bytes further on.</summary>
    public static void Write(ReadOnlySpan<byte> sections, int count, int shift, Span<byte> to)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, (Measure(count) << 8) | Fat | Table);
        to = to[Header..];
        while (count > 0 && TryReadSection(sections, out var section))
        {
            for (var i = 0; i < section.Count; i++, to = to[FatClause..])
                Write(sections[(Header + (i * (section.IsFat ? FatClause : SmallClause)))..], section.IsFat, shift, to);
            count -= section.Count;
            sections = sections[Math.Min(section.Length, sections.Length)..];
        }
    }

    // flags, begin and length of the region, begin and length of the handler, type or begin of the filter
    private static void Write(ReadOnlySpan<byte> clause, bool isFat, int shift, Span<byte> to)
    {
        var flags = isFat ? BinaryPrimitives.ReadInt32LittleEndian(clause) : BinaryPrimitives.ReadUInt16LittleEndian(clause);
        var region = isFat ? BinaryPrimitives.ReadInt32LittleEndian(clause[4..]) : BinaryPrimitives.ReadUInt16LittleEndian(clause[2..]);
        var regionLength = isFat ? BinaryPrimitives.ReadInt32LittleEndian(clause[8..]) : clause[4];
        var handler = isFat ? BinaryPrimitives.ReadInt32LittleEndian(clause[12..]) : BinaryPrimitives.ReadUInt16LittleEndian(clause[5..]);
        var handlerLength = isFat ? BinaryPrimitives.ReadInt32LittleEndian(clause[16..]) : clause[7];
        var last = BinaryPrimitives.ReadInt32LittleEndian(clause[(isFat ? 20 : 8)..]);
        BinaryPrimitives.WriteInt32LittleEndian(to, flags);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], region + shift);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], regionLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], handler + shift);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], handlerLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], (flags & Filter) != 0 ? last + shift : last);
    }

    private static bool TryReadSection(ReadOnlySpan<byte> bytes, out Section section)
    {
        section = default;
        if (bytes.Length < Header || (bytes[0] & ~(Fat | More)) != Table)
            return false;
        var isFat = (bytes[0] & Fat) != 0;
        var size = isFat ? BinaryPrimitives.ReadInt32LittleEndian(bytes) >>> 8 : bytes[1];
        // Compilers have been known to leave the header out of the size.
        var count = size / (isFat ? FatClause : SmallClause);
        var length = Header + (count * (isFat ? FatClause : SmallClause));
        if (length > bytes.Length)
            return false;
        section = new Section(isFat, count, length, (bytes[0] & More) != 0);
        return true;
    }

    private readonly record struct Section(bool IsFat, int Count, int Length, bool HasMore);
}

using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>Reads a part of a file from its beginning to its end and never beyond.</summary>
internal struct BoundedBytes
{
    private readonly byte[] _bytes;
    private readonly int _end;

    /// <summary>Reads <paramref name="length"/> bytes from <paramref name="start"/>.</summary>
    public BoundedBytes(byte[] bytes, int start, int length)
    {
        if (start < 0 || length < 0 || start > bytes.Length - length)
            throw Refuse();
        (_bytes, At, _end) = (bytes, start, start + length);
    }

    /// <summary>The place in the file.</summary>
    public int At { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _end - At;

    /// <summary>The next byte, which stays.</summary>
    public readonly byte Peek() => Left > 0 ? _bytes[At] : throw Refuse();

    public byte Byte()
    {
        Skip(1);
        return _bytes[At - 1];
    }

    public int Short()
    {
        Skip(2);
        return BitConverter.ToUInt16(_bytes, At - 2);
    }

    public uint Long()
    {
        Skip(4);
        return BitConverter.ToUInt32(_bytes, At - 4);
    }

    /// <summary>A compressed number (ECMA-335 II.23.2).</summary>
    public int Compressed()
    {
        var first = Byte();
        if ((first & 0x80) == 0)
            return first;
        if ((first & 0x40) == 0)
            return ((first & 0x3F) << 8) | Byte();
        if ((first & 0x20) != 0)
            throw Refuse();
        return ((first & 0x1F) << 24) | (Byte() << 16) | (Byte() << 8) | Byte();
    }

    /// <summary>Passes over bytes that have to be there.</summary>
    public void Skip(int count)
    {
        if (count < 0 || count > Left)
            throw Refuse();
        At += count;
    }

    /// <summary>Passes over a string with its length, or the byte that stands for none (ECMA-335 II.23.3).</summary>
    public void SkipString()
    {
        if (Peek() == 0xFF)
            Skip(1);
        else
            Skip(Compressed());
    }

    /// <summary>What stands in a blob's place in its heap.</summary>
    public static BoundedBytes OfBlob(byte[] bytes, in RawRange heap, int index)
    {
        if (index == 0)
            return new BoundedBytes(bytes, heap.First, 0);
        if (index < 0 || index >= heap.Count)
            throw Refuse();
        var blob = new BoundedBytes(bytes, heap.First + index, heap.Count - index);
        var length = blob.Compressed();
        return length <= blob.Left ? new BoundedBytes(bytes, blob.At, length) : throw Refuse();
    }

    private static BadImageFormatException Refuse() => new("a value of its metadata leads out of its place");
}

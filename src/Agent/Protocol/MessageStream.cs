namespace HotWeave.Control.Protocol;

/// <summary>
/// Messages over a byte stream: an <c>i32</c> length, little-endian, and so many bytes. Whole messages only: a stream that ends inside one
/// is an error, one that ends between two is the end.
/// </summary>
internal sealed class MessageStream(Stream stream) : IDisposable
{
    // A length is only a claim until the bytes have come, so memory is taken in steps of at most this.
    private const int Step = 1024 * 1024;

    /// <summary>Writes one message.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public void Write(ControlMessage message)
    {
        var body = ControlMessageCodec.Encode(message);
        var frame = new byte[4 + body.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        stream.Write(frame, 0, frame.Length);
        stream.Flush();
    }

    /// <summary>Reads one message; null when the stream ended between two.</summary>
    /// <exception cref="IOException">The stream ended inside a message, or the other side is gone.</exception>
    /// <exception cref="FormatException">The bytes are no message of this protocol.</exception>
    public ControlMessage? Read()
    {
        var prefix = new byte[4];
        var first = stream.Read(prefix, 0, 4);
        if (first == 0)
            return null;
        Fill(prefix, first, 4);

        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is <= 0 or > ControlProtocol.MaximumLength)
            throw new FormatException("a message's length is out of range");

        var body = new byte[Math.Min(length, Step)];
        for (var have = 0; have < length;)
        {
            if (have == body.Length)
                Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length));
            Fill(body, have, body.Length);
            have = body.Length;
        }

        return ControlMessageCodec.Decode(body);
    }

    public void Dispose() => stream.Dispose();

    private void Fill(byte[] buffer, int from, int to)
    {
        while (from < to)
        {
            var read = stream.Read(buffer, from, to - from);
            if (read == 0)
                throw new EndOfStreamException("the connection ended inside a message");
            from += read;
        }
    }
}

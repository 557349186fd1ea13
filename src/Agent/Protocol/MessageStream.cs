using System.Buffers.Binary;
using System.Diagnostics;

namespace HotWeave.Control.Protocol;

/// <summary>
/// Messages over a byte stream: an <c>i32</c> length, little-endian, and so many bytes. Whole messages only: a stream that ends inside one
/// is an error, one that ends between two is the end.
/// </summary>
internal sealed class MessageStream(Stream stream) : IDisposable
{
    // A length is only a claim until the bytes have come, so memory is taken in steps of at most this.
    private const int Step = 1024 * 1024;

    // One message beyond a step is read at a time in the process, whoever sends it: patches are that long, and only one is taken at a time.
    private static readonly SemaphoreSlim s_large = new(1);

    /// <summary>Writes one message.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public void Write(ControlMessage message)
    {
        var body = ControlMessageCodec.Encode(message);
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        stream.Write(frame, 0, frame.Length);
        stream.Flush();
    }

    /// <summary>Reads one message; null when the stream ended between two.</summary>
    /// <param name="limits">How long to wait; null for as long as the stream does.</param>
    /// <exception cref="IOException">The stream ended inside a message, the other side is gone, or it is too slow.</exception>
    /// <exception cref="FormatException">The bytes are no message of this protocol.</exception>
    public ControlMessage? Read(FrameLimits? limits = null)
    {
        var clock = new Deadline(stream, limits);
        var prefix = new byte[4];
        var first = clock.Read(prefix, 0, 4);
        if (first == 0)
            return null;
        clock.Begin();
        Fill(clock, prefix, first, 4);

        var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length is <= 0 or > ControlProtocol.MaximumLength)
            throw new FormatException("a message's length is out of range");
        if (length <= Step)
            return ReadBody(clock, length);

        if (!s_large.Wait(clock.Left))
            throw new IOException("another long message was still read");
        try
        {
            return ReadBody(clock, length);
        }
        finally
        {
            s_large.Release();
        }
    }

    public void Dispose() => stream.Dispose();

    private static ControlMessage ReadBody(Deadline clock, int length)
    {
        var body = new byte[Math.Min(length, Step)];
        for (var have = 0; have < length;)
        {
            if (have == body.Length)
                Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length));
            Fill(clock, body, have, body.Length);
            have = body.Length;
        }

        return ControlMessageCodec.Decode(body);
    }

    private static void Fill(Deadline clock, byte[] buffer, int from, int to)
    {
        while (from < to)
        {
            var read = clock.Read(buffer, from, to - from);
            if (read == 0)
                throw new EndOfStreamException("the connection ended inside a message");
            from += read;
        }
    }

    // A byte now and then keeps no reader: what counts is when the whole message is there.
    private sealed class Deadline(Stream stream, FrameLimits? limits)
    {
        private TimeSpan _allowed = limits?.Begin ?? Timeout.InfiniteTimeSpan;
        private long _from = Stopwatch.GetTimestamp();

        internal TimeSpan Left => _allowed < TimeSpan.Zero ? _allowed : Max(_allowed - Stopwatch.GetElapsedTime(_from), TimeSpan.FromMilliseconds(1));

        internal void Begin()
        {
            if (limits is not { } set)
                return;
            _allowed = set.Whole;
            _from = Stopwatch.GetTimestamp();
        }

        internal int Read(byte[] buffer, int offset, int count)
        {
            if (limits is null)
                return stream.Read(buffer, offset, count);
            if (stream.CanTimeout)
            {
                if (_allowed <= Stopwatch.GetElapsedTime(_from))
                    throw new IOException("a message came too slowly");
                stream.ReadTimeout = (int)Math.Ceiling(Left.TotalMilliseconds);
                return stream.Read(buffer, offset, count);
            }

            // A pipe has no time-out, but is asynchronous.
            using var timeout = new CancellationTokenSource(Left);
            try
            {
                return stream.ReadAsync(buffer.AsMemory(offset, count), timeout.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException e)
            {
                throw new IOException("a message came too slowly", e);
            }
        }

        private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
    }
}

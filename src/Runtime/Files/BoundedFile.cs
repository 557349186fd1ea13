namespace HotWeave.Files;

/// <summary>Reads files that may be anything: a giant, a device that never ends, a link to either.</summary>
internal static class BoundedFile
{
    private const int Step = 1024 * 1024;

    /// <exception cref="IOException">It is longer than <paramref name="longest"/> bytes, or cannot be read.</exception>
    internal static byte[] Read(string path, long longest, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (file.CanSeek && file.Length > longest)
            throw TooLong(longest);
        // Files come here whole, so one that has more than it says is none: a device says 0, and a pipe nothing.
        var content = new byte[file.CanSeek ? (int)file.Length : 0];
        for (var have = 0; have < content.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = file.Read(content, have, Math.Min(Step, content.Length - have));
            if (read == 0)
                throw new EndOfStreamException("it is shorter than it says.");
            have += read;
        }

        return file.ReadByte() < 0 ? content : throw new IOException("it is no file of its own.");
    }

    private static IOException TooLong(long longest) => new($"it is longer than {longest} bytes.");
}

using System.Security.Cryptography;

namespace HotWeave.Auditing;

/// <summary>
/// Chains the lines of an audit log: the last member of each says what SHA-256 the line before it has, so that no line can be changed,
/// taken out or put in without all that follow. Who can write the whole file can write another; who has kept the digest of one line
/// elsewhere sees that.
/// </summary>
internal static class AuditChain
{
    /// <summary>The member of a line that has the digest of the one before; null in the first.</summary>
    internal const string Member = "after";

    /// <summary>The longest line that is part of a chain, in bytes; of a longer one only its end is.</summary>
    internal const int LongestLine = 4 * 1024 * 1024;

    /// <summary>A line with the digest of the one before.</summary>
    /// <param name="line">A JSON object.</param>
    /// <param name="before">The line before, without its end; null when there is none.</param>
    internal static string Link(string line, byte[]? before) =>
        line[..^1] + ",\"" + Member + "\":" + (before is null ? "null" : "\"" + Digest(before) + "\"") + "}";

    /// <summary>SHA-256, lower-case hex.</summary>
    internal static string Digest(ReadOnlySpan<byte> line) => Convert.ToHexString(SHA256.HashData(line)).ToLowerInvariant();

    /// <summary>The last line of a log, without its end; null when there is none.</summary>
    internal static byte[]? ReadLast(FileStream file)
    {
        var length = (int)Math.Min(file.Length, LongestLine);
        if (length == 0)
            return null;
        var tail = new byte[Math.Min(length, 4096)];
        while (true)
        {
            file.Seek(-tail.Length, SeekOrigin.End);
            file.ReadExactly(tail);
            var end = tail[^1] == '\n' ? tail.Length - 1 : tail.Length;
            var start = Array.LastIndexOf(tail, (byte)'\n', Math.Max(end - 1, 0), Math.Max(end, 0)) + 1;
            if (start > 0 || tail.Length == length)
                return tail[start..end];
            tail = new byte[Math.Min(length, tail.Length * 8)];
        }
    }
}

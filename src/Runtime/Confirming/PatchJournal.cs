using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Confirming;

/// <summary>Which patches are confirmed, in the order in which they are applied to the baseline.</summary>
/// <remarks>As text: a heading, one line for each patch (its digest, and <c>reclaimable</c> where it is), and the digest of the lines before it.</remarks>
internal sealed record PatchJournal(IReadOnlyList<JournalEntry> Entries)
{
    private const string Heading = "HotWeave journal 1";
    private const string Reclaimable = " reclaimable";
    private const string Seal = "sha256 ";
    private const int DigestLength = 64;

    public override string ToString()
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach (var entry in Entries)
            text.Append(entry.PatchId).Append(entry.IsReclaimable ? Reclaimable : "").Append('\n');
        return text + Seal + Digest(text.ToString()) + "\n";
    }

    /// <exception cref="FormatException">It is none, or not intact; the message says how.</exception>
    internal static PatchJournal Parse(string text)
    {
        var seal = text.LastIndexOf(Seal, StringComparison.Ordinal);
        if (seal < 0 || text[seal..] != Seal + Digest(text[..seal]) + "\n")
            throw new FormatException("its digest does not match its lines");
        var lines = text[..seal].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [Heading, .. var entries]
            ? new PatchJournal([.. entries.Select(Entry)])
            : throw new FormatException("it has another format");
    }

    private static JournalEntry Entry(string line)
    {
        var isReclaimable = line.EndsWith(Reclaimable, StringComparison.Ordinal);
        var id = isReclaimable ? line[..^Reclaimable.Length] : line;
        return id.Length == DigestLength && id.All(static c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
            ? new JournalEntry(id, isReclaimable)
            : throw new FormatException("it names a patch by what is no digest");
    }

    private static string Digest(string text)
    {
        var digest = new StringBuilder(DigestLength);
        foreach (var b in SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            digest.Append("0123456789abcdef"[b >> 4]).Append("0123456789abcdef"[b & 15]);
        return digest.ToString();
    }
}

/// <summary>One confirmed patch.</summary>
internal sealed record JournalEntry(string PatchId, bool IsReclaimable);

using System.Security.Cryptography;
using System.Text;
using HotWeave.Trust;

namespace HotWeave.Confirming;

/// <summary>Which patches are confirmed, in the order in which they are applied to the baseline.</summary>
/// <remarks>
/// As text: a heading, one line for each patch (its digest, <c>reclaimable</c> where it is, <c>contexts</c> where only load contexts of the
/// application's own have what it is for), the sequence numbers of signed ones (<c>sequence 7 Assembly</c>, <c>keys 1 0</c>), and the
/// digest of the lines before it.
/// </remarks>
internal sealed record PatchJournal(IReadOnlyList<JournalEntry> Entries)
{
    private const string Heading = "HotWeave journal 1";
    private const string Reclaimable = " reclaimable";
    private const string Contexts = " contexts";
    private const string Seal = "sha256 ";
    private const int DigestLength = 64;
    private const int MostEntries = 10_000;

    /// <summary>What is older than that is not taken any more.</summary>
    internal SequenceFloors Sequences { get; init; } = SequenceFloors.None;

    /// <summary>A word for exactly this.</summary>
    internal string Id => Digest(ToString());

    public override string ToString()
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach (var entry in Entries)
            text.Append(entry.PatchId).Append(entry.IsReclaimable ? Reclaimable : "").Append(entry.IsOfContexts ? Contexts : "").Append('\n');
        foreach (var line in Sequences.Write())
            text.Append(line).Append('\n');
        return text + Seal + Digest(text.ToString()) + "\n";
    }

    /// <exception cref="FormatException">It is none, or not intact; the message says how.</exception>
    internal static PatchJournal Parse(string text)
    {
        var seal = text.LastIndexOf(Seal, StringComparison.Ordinal);
        if (seal < 0 || text[seal..] != Seal + Digest(text[..seal]) + "\n")
            throw new FormatException("its digest does not match its lines");
        var lines = text[..seal].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Heading, .. var entries])
            throw new FormatException("it has another format");
        if (entries.Length > MostEntries)
            throw new FormatException("it names too many patches");
        var sequences = SequenceFloors.None;
        var named = new List<JournalEntry>();
        foreach (var line in entries)
        {
            if (sequences.TryRead(line) is { } more)
                sequences = more;
            else
                named.Add(Entry(line));
        }

        var journal = new PatchJournal(named) { Sequences = sequences };
        return journal.Entries.DistinctBy(static e => e.PatchId).Count() == journal.Entries.Count
            ? journal
            : throw new FormatException("it names a patch twice");
    }

    private static JournalEntry Entry(string line)
    {
        var isOfContexts = line.EndsWith(Contexts, StringComparison.Ordinal);
        line = isOfContexts ? line[..^Contexts.Length] : line;
        var isReclaimable = line.EndsWith(Reclaimable, StringComparison.Ordinal);
        var id = isReclaimable ? line[..^Reclaimable.Length] : line;
        return id.Length == DigestLength && id.All(static c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
            ? new JournalEntry(id, isReclaimable, isOfContexts)
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
/// <param name="PatchId">Its digest.</param>
/// <param name="IsReclaimable">Whether it can be unloaded.</param>
/// <param name="IsOfContexts">Whether no copy of the assemblies that it is for was in the default context: a start finds none.</param>
internal sealed record JournalEntry(string PatchId, bool IsReclaimable, bool IsOfContexts);

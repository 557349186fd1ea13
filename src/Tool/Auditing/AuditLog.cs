using System.Globalization;
using System.Text.Json;
using HotWeave.Auditing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Auditing;

/// <summary>Reads an audit log line by line, of whatever length it is, and checks that each line follows the one before.</summary>
internal sealed class AuditLog(string path)
{
    private const int MostProblems = 20;
    private readonly List<string> _problems = [];
    private readonly List<int> _unfinished = [];
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);
    private string? _before;
    private bool _isChained;
    private int _number;

    /// <summary>Where lines are not as they were written; once all is read.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The lines that are no records: their processes died while they wrote.</summary>
    public IReadOnlyList<int> Unfinished => _unfinished;

    /// <summary>The digest of the last line; null when there is none.</summary>
    public string? Head => _before;

    /// <summary>How many lines there are.</summary>
    public int Lines => _number;

    /// <summary>Whether a line has that digest.</summary>
    public bool Has(string digest) => _digests.Contains(digest);

    /// <summary>The log in a folder, or the file itself.</summary>
    public static string Find(string path) => Directory.Exists(path) ? Path.Combine(path, "audit.jsonl") : path;

    /// <summary>The records, in the order of the log.</summary>
    /// <exception cref="RefusedException">HW7020.</exception>
    public IEnumerable<AuditEntry> Read()
    {
        foreach (var line in ReadLines())
        {
            _number++;
            var entry = Parse(line);
            _before = AuditChain.Digest(line);
            _digests.Add(_before);
            if (entry is not null)
                yield return entry;
        }
    }

    private IEnumerable<byte[]> ReadLines()
    {
        using var file = Open();
        var line = new MemoryStream();
        var block = new byte[64 * 1024];
        while (ReadBlock(file, block) is var read and > 0)
        {
            for (var start = 0; start < read;)
            {
                var end = Array.IndexOf(block, (byte)'\n', start, read - start);
                line.Write(block, start, (end < 0 ? read : end) - start);
                start = end < 0 ? read : end + 1;
                if (line.Length > AuditChain.LongestLine)
                    throw Refuse($"line {_number + 1} is longer than {AuditChain.LongestLine} bytes");
                if (end < 0)
                    continue;
                yield return line.ToArray();
                line.SetLength(0);
            }
        }

        if (line.Length > 0)
            yield return line.ToArray();
    }

    private AuditEntry? Parse(byte[] line)
    {
        try
        {
            using var record = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            CheckLink(record.RootElement);
            return AuditEntry.Read(record.RootElement, _number);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // It has a digest all the same, and the next line says whether it was so from the beginning.
            if (_unfinished.Count < MostProblems)
                _unfinished.Add(_number);
            return null;
        }
    }

    // Lines of before there were chains have no such member; after the first that has one, all do.
    private void CheckLink(JsonElement record)
    {
        if (!record.TryGetProperty(AuditChain.Member, out var after))
        {
            if (_isChained)
                Note("does not say what it follows");
            return;
        }

        if (after.GetString() != _before)
            Note(_before is null ? "follows a line that is not there" : "does not follow the line before it: one of them was changed, or some between them are gone");
        _isChained = true;
    }

    private void Note(string problem)
    {
        if (_problems.Count < MostProblems)
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {_number} {problem}"));
    }

    private FileStream Open()
    {
        try
        {
            return RegularFile.OpenShared(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(path, e.Message), e);
        }
    }

    private int ReadBlock(FileStream file, byte[] block)
    {
        try
        {
            return file.Read(block);
        }
        catch (IOException e)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(path, e.Message), e);
        }
    }

    private RefusedException Refuse(string problem) => new(SigningDiagnostics.AuditBroken.With(path, problem));
}

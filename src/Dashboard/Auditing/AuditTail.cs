using System.Text;
using System.Text.Json;

namespace HotWeave.Dashboard.Auditing;

/// <summary>
/// The end of an audit log, as far as a page shows it. Read again only when the file has changed. Whether the whole log is as it was written is said by
/// <c>hotweave audit</c>, which reads all of it.
/// </summary>
internal sealed class AuditTail(string path)
{
    private const int MostBytes = 1024 * 1024;

    // Those who look at the same time share what was read.
    private readonly object _lock = new();
    private (long Length, DateTime Written) _known;
    private AuditReading _reading = new([], null, false);

    /// <summary>The records at the end of the log, the newest first.</summary>
    public AuditReading Read()
    {
        lock (_lock)
        {
            try
            {
                var file = new FileInfo(path);
                if (!file.Exists)
                    return new AuditReading([], $"'{path}' is not there; the first operation makes it.", false);
                if ((file.Attributes & (FileAttributes.Directory | FileAttributes.Device | FileAttributes.ReparsePoint)) != 0)
                    return new AuditReading([], $"'{path}' is no plain file.", false);
                if (_known != (file.Length, file.LastWriteTimeUtc))
                {
                    _known = (file.Length, file.LastWriteTimeUtc);
                    _reading = Read(file);
                }

                return _reading;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new AuditReading([], $"'{path}' cannot be read: {e.Message}", false);
            }
        }
    }

    private static AuditReading Read(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = (int)Math.Min(stream.Length, MostBytes);
        var isCut = stream.Length > length;
        stream.Seek(-length, SeekOrigin.End);
        var bytes = new byte[length];
        length = stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        var lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // Where it is cut, the first line is the end of one.
        var records = lines.Skip(isCut ? 1 : 0).Select(ReadRecord).OfType<AuditReport>().ToList();
        records.Reverse();
        return new AuditReading(records, null, isCut);
    }

    private static AuditReport? ReadRecord(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditContext.Default.AuditReport);
        }
        catch (JsonException)
        {
            // A line that a dead process left unfinished; 'hotweave audit' names it.
            return null;
        }
    }
}

/// <summary>What was read of an audit log. Immutable.</summary>
/// <param name="Records">The records, the newest first.</param>
/// <param name="Problem">Why there are none; null where nothing is wrong.</param>
/// <param name="IsCut">Whether there are older ones.</param>
internal sealed record AuditReading(IReadOnlyList<AuditReport> Records, string? Problem, bool IsCut);

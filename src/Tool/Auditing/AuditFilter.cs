using System.CommandLine;
using System.Globalization;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Auditing;

/// <summary>The options that say which records of an audit log are shown. The log is read and checked whole all the same.</summary>
internal sealed class AuditFilter
{
    private readonly Option<string?> _operation = new("--operation") { Description = "Of this kind, such as commit or rollback." };
    private readonly Option<string?> _outcome = new("--outcome") { Description = "That ended so: done, refused, cancelled, nothing-to-do." };
    private readonly Option<string?> _patch = new("--patch") { Description = "About the patch whose digest begins so." };
    private readonly Option<string?> _by = new("--by") { Description = "Asked for by whoever's name contains this." };
    private readonly Option<string?> _signedBy = new("--signed-by") { Description = "About a patch signed by whoever's name contains this." };
    private readonly Option<int?> _process = new("--process") { Description = "In the process with this id." };
    private readonly Option<string?> _since = new("--since") { Description = "Not before: a time in UTC (2030-01-31T12:00), or so long ago (90m, 12h, 7d)." };
    private readonly Option<int?> _last = new("--last") { Description = "Only the last so many." };

    public AuditFilter()
    {
        _since.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && FindTime(text, DateTime.UnixEpoch) is null)
                result.AddError("--since takes a time in UTC, such as 2030-01-31T12:00, or how long ago, such as 12h.");
        });
        _last.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count < 1)
                result.AddError("--last takes a number, 1 or more.");
        });
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_operation, _outcome, _patch, _by, _signedBy, _process, _since, _last])
            command.Options.Add(option);
    }

    /// <summary>The records that are asked for; all are read.</summary>
    public IReadOnlyList<AuditEntry> Select(IEnumerable<AuditEntry> entries, ParseResult parse)
    {
        var last = parse.GetValue(_last) ?? int.MaxValue;
        var selected = new Queue<AuditEntry>();
        var since = parse.GetValue(_since) is { } text ? FindTime(text, DateTime.UtcNow)!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : "";
        foreach (var entry in entries)
        {
            if (!IsMeant(entry, parse, since))
                continue;
            selected.Enqueue(entry);
            if (selected.Count > last)
                selected.Dequeue();
        }

        return [.. selected];
    }

    private bool IsMeant(AuditEntry entry, ParseResult parse, string since) =>
        (parse.GetValue(_operation) is not { } operation || entry.Operation == operation)
        && (parse.GetValue(_outcome) is not { } outcome || entry.Outcome == outcome)
        && (parse.GetValue(_patch) is not { } patch || entry.Patch?.StartsWith(patch, StringComparison.OrdinalIgnoreCase) == true)
        && (parse.GetValue(_by) is not { } by || entry.By?.Contains(by, StringComparison.OrdinalIgnoreCase) == true)
        && (parse.GetValue(_signedBy) is not { } signer || entry.SignedBy.Any(s => s.Contains(signer, StringComparison.OrdinalIgnoreCase)))
        && (parse.GetValue(_process) is not { } process || entry.Process == process)
        // Times of one form in one zone have the order of their texts.
        && string.CompareOrdinal(entry.Time, since) >= 0;

    private static DateTime? FindTime(string text, DateTime now)
    {
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000)
        {
            return text[^1] switch
            {
                'm' => now.AddMinutes(-count),
                'h' => now.AddHours(-count),
                'd' => now.AddDays(-count),
                _ => null,
            };
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }
}

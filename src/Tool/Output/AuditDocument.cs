using System.Globalization;
using System.Text.Json;

namespace HotWeave.Tool.Output;

/// <summary>An audit log, or what was asked of it. Outcome: <c>whole</c>, or <c>broken</c> where lines are not as they were written.</summary>
internal sealed record AuditDocument : Document
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int Lines { get; init; }

    /// <summary>The digest of the last line: kept elsewhere, it shows later that nothing before it was changed. Null when there is none.</summary>
    public string? Head { get; init; }

    /// <summary>The records that were asked for, in the order of the log.</summary>
    public required IReadOnlyList<AuditEntry> Entries { get; init; }

    /// <summary>Whether they are shown by process, as its history.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsHistory { get; init; }

    public override void Print(TextReport report)
    {
        if (IsHistory)
            PrintHistory(report);
        else if (Entries.Count > 0)
            report.Table(["TIME", "PROCESS", "OPERATION", "OUTCOME", "VERSION", "PATCH", "BY", "SIGNED BY"], Entries.Select(static e => (IReadOnlyList<string>)
                [e.Time, e.Process.ToString(CultureInfo.InvariantCulture), e.Operation, e.Code ?? e.Outcome, e.Versions, e.ShortPatch, e.By ?? "", string.Join(", ", e.SignedBy)]));
        report.Line($"{Entries.Count} of {Lines} lines{(Head is null ? "" : ", the last is " + Head)}");
    }

    private void PrintHistory(TextReport report)
    {
        foreach (var process in Entries.GroupBy(static e => (e.Host, e.Process, e.User)))
        {
            report.Line($"process {process.Key.Process} of {process.Key.User} on {process.Key.Host}:");
            report.Items(process.Select(static e => $"{e.Time}  {e.Operation,-9} {e.Versions,-8} {e.ShortPatch}{Said("by", e.By)}{Said("signed by", string.Join(", ", e.SignedBy))}"));
        }
    }

    private static string Said(string what, string? who) => string.IsNullOrEmpty(who) ? "" : $", {what} {who}";
}

/// <summary>A record of the audit log; properties as <c>docs/versions.md</c> describes them.</summary>
/// <param name="Line">The number of the line.</param>
/// <param name="Time">When it ended.</param>
/// <param name="Operation">Its kind.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Code">Why it was refused; null when it was not.</param>
/// <param name="Message">The refusal's message.</param>
/// <param name="Patch">The patch's digest; null where there is none.</param>
/// <param name="SignedBy">Who signed the patch, by name.</param>
/// <param name="From">The version that it led from; null where nothing turned.</param>
/// <param name="To">The version that it led to.</param>
/// <param name="Version">The version that was current then.</param>
/// <param name="By">Who asked.</param>
/// <param name="User">The user that the process runs as.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Process">Its id.</param>
internal sealed record AuditEntry(
    int Line, string Time, string Operation, string Outcome, string? Code, string? Message, string? Patch, IReadOnlyList<string> SignedBy, int? From, int? To, int Version, string? By, string User, string Host, int Process)
{
    /// <summary>The turn that was made, else the version that was current.</summary>
    internal string Versions => From is { } from && To is { } to ? $"{from} -> {to}" : Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The beginning of the digest.</summary>
    internal string ShortPatch => Patch is { Length: > 12 } ? Patch[..12] : Patch ?? "";

    /// <exception cref="InvalidOperationException">A property has another type.</exception>
    /// <exception cref="KeyNotFoundException">One is missing.</exception>
    /// <exception cref="FormatException">A number is too large.</exception>
    internal static AuditEntry Read(JsonElement record, int line) => new(
        line,
        Text(record.GetProperty("time")),
        Text(record.GetProperty("operation")),
        Text(record.GetProperty("outcome")),
        Clean(record.GetProperty("code").GetString()),
        Clean(record.GetProperty("message").GetString()),
        Clean(record.GetProperty("patch").GetString()),
        // Lines of before there were signatures have none.
        record.TryGetProperty("signedBy", out var signers) ? [.. signers.EnumerateArray().Select(Text)] : [],
        Number(record, "from"),
        Number(record, "to"),
        record.GetProperty("version").GetInt32(),
        Clean(record.GetProperty("by").GetString()),
        Clean(record.GetProperty("user").GetString()) ?? "",
        Clean(record.GetProperty("host").GetString()) ?? "",
        record.GetProperty("process").GetInt32());

    private static string Text(JsonElement text) => Clean(text.GetString()) ?? throw new InvalidOperationException("a text is null");

    private static int? Number(JsonElement record, string name) => record.GetProperty(name) is { ValueKind: not JsonValueKind.Null } number ? number.GetInt32() : null;

    // Anybody's text, which a terminal must not obey.
    private static string? Clean(string? text) => text is not null && text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}

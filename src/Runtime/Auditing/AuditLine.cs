using System.Globalization;
using System.Text;

namespace HotWeave.Auditing;

/// <summary>A record as one line of JSON. By hand: a serialiser would make trimmed applications keep one.</summary>
internal static class AuditLine
{
    internal static string Of(AuditRecord record)
    {
        var line = new StringBuilder("{");
        Field(line, "time", record.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Field(line, "operation", record.Operation);
        Field(line, "description", record.Description);
        Field(line, "outcome", record.Outcome);
        Field(line, "code", record.Code);
        Field(line, "message", record.Message);
        Field(line, "patch", record.Patch);
        Field(line, "signedBy", record.SignedBy);
        Field(line, "from", record.From);
        Field(line, "to", record.To);
        Field(line, "mode", record.Mode?.ToString());
        Field(line, "version", record.Version);
        Field(line, "inForce", record.InForce);
        Field(line, "by", record.By);
        Field(line, "user", Environment.UserName);
        Field(line, "host", Environment.MachineName);
        Field(line, "process", Environment.ProcessId);
        Field(line, "milliseconds", (int)Math.Min(record.Duration.TotalMilliseconds, int.MaxValue));
        Field(line, "warnings", record.Warnings);
        if (record.IsGhost)
            Name(line, "ghost").Append("true");
        return line.Append('}').ToString();
    }

    private static StringBuilder Name(StringBuilder line, string name) =>
        (line.Length > 1 ? line.Append(',') : line).Append('"').Append(name).Append("\":");

    private static void Field(StringBuilder line, string name, string? value) => Text(Name(line, name), value);

    private static void Field(StringBuilder line, string name, int? value) =>
        Name(line, name).Append(value?.ToString(CultureInfo.InvariantCulture) ?? "null");

    private static void Field(StringBuilder line, string name, IReadOnlyList<string> values)
    {
        Name(line, name).Append('[');
        for (var i = 0; i < values.Count; i++)
            Text(i > 0 ? line.Append(',') : line, values[i]);
        line.Append(']');
    }

    // RFC 8259, section 7.
    private static void Text(StringBuilder line, string? text)
    {
        if (text is null)
        {
            line.Append("null");
            return;
        }

        line.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                line.Append('\\').Append(c);
            else if (c < ' ')
                line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                line.Append(c);
        }

        line.Append('"');
    }
}

using System.Globalization;

namespace HotWeave.Trust.Signing;

/// <summary>What the signers of a patch say: this file, for this application and these builds, after these patches and until then.</summary>
/// <param name="Application">The application that it is for.</param>
/// <param name="Patch">The patch's digest, which covers all its parts.</param>
/// <param name="Length">The patch's bytes without its signature block.</param>
/// <param name="Baselines">The application's assemblies that it is for, in the order of the manifest.</param>
/// <param name="FromLabel">The baseline's label, for people.</param>
/// <param name="ToLabel">The new build's label.</param>
/// <param name="Sequence">A number that grows: what has a smaller one is older.</param>
/// <param name="Expires">When it ends to be valid; null where it does not.</param>
internal sealed record PatchStatement(
    string Application, string Patch, long Length, IReadOnlyList<SignedBaseline> Baselines, string FromLabel, string ToLabel, long Sequence, DateTimeOffset? Expires)
{
    internal const string PayloadType = "application/vnd.hotweave.patch+json";

    private const int Format = 1;
    private const int MostBaselines = 1000;

    /// <exception cref="FormatException">The bytes are none; the message says why.</exception>
    internal static PatchStatement Parse(ReadOnlySpan<byte> utf8)
    {
        var fields = StrictJson.Parse(utf8, utf8.Length);
        if (fields.TakeNumber("format") != Format)
            throw new FormatException("its format is not known");
        var statement = new PatchStatement(
            fields.TakeText("application"),
            fields.TakeText("patch"),
            fields.TakeNumber("length"),
            [.. fields.TakeObjects("baselines", MostBaselines).Select(ReadBaseline)],
            fields.TakeText("from"),
            fields.TakeText("to"),
            fields.TakeNumber("sequence"),
            SignedTime.Parse(fields.TakeOptionalText("expires")));
        fields.End();
        return statement;
    }

    /// <summary>The bytes of the JSON; the same statement gives the same.</summary>
    internal byte[] Write() => JsonBytes.Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("application", Application);
        json.WriteString("patch", Patch);
        json.WriteNumber("length", Length);
        json.WriteStartArray("baselines");
        foreach (var (assembly, id) in Baselines)
        {
            json.WriteStartObject();
            json.WriteString("assembly", assembly);
            json.WriteString("id", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("from", FromLabel);
        json.WriteString("to", ToLabel);
        json.WriteNumber("sequence", Sequence);
        if (Expires is { } expires)
            json.WriteString("expires", SignedTime.Write(expires));
    });

    private static SignedBaseline ReadBaseline(JsonFields fields)
    {
        var baseline = new SignedBaseline(fields.TakeText("assembly"), fields.TakeText("id"));
        fields.End();
        return baseline;
    }
}

/// <summary>A woven assembly of the application.</summary>
/// <param name="Assembly">The simple name.</param>
/// <param name="Id">The id that weaving embedded.</param>
internal sealed record SignedBaseline(string Assembly, string Id);

/// <summary>A time in a statement, in UTC to the second: <c>2030-01-31T12:00:00Z</c>.</summary>
internal static class SignedTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">It is none.</exception>
    internal static DateTimeOffset? Parse(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new FormatException($"'{text}' is no time");
}

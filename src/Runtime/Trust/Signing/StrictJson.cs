using System.Text.Json;

namespace HotWeave.Trust.Signing;

/// <summary>
/// Reads JSON (RFC 8259) of which the content is not trusted yet, by the framework's reader: objects, lists, strings and whole numbers up
/// to 2^53 - 1. Refused is also what readers understand differently: members twice, other numbers, <c>true</c>, <c>null</c>, anything
/// behind the end; and what is deeper than five brackets.
/// </summary>
internal static class StrictJson
{
    private const long LargestNumber = (1L << 53) - 1;
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 5 };

    /// <param name="utf8">An object.</param>
    /// <param name="longest">How many bytes there may be.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    internal static JsonFields Parse(ReadOnlySpan<byte> utf8, int longest)
    {
        if (utf8.Length > longest)
            throw new FormatException($"it is longer than {longest} bytes");
        try
        {
            var reader = new Utf8JsonReader(utf8, s_options);
            if (!reader.Read() || ReadValue(ref reader) is not JsonFields fields)
                throw new FormatException("it is no JSON object");
            return reader.Read() ? throw new FormatException("something follows its end") : fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's own, and that of a string which is no text.
            throw new FormatException(e.Message, e);
        }
    }

    private static object ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => ReadNumber(ref reader),
        var other => throw new FormatException($"it has {other} at {reader.TokenStartIndex}"),
    };

    private static JsonFields ReadObject(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!members.TryAdd(name, ReadValue(ref reader)))
                throw new FormatException("a member is there twice");
        }

        return new JsonFields(members);
    }

    private static List<object> ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue(ref reader));
        return items;
    }

    // 1.0 and 1e0 are numbers that some take for 1.
    private static long ReadNumber(ref Utf8JsonReader reader) =>
        reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && reader.TryGetInt64(out var number) && number <= LargestNumber
            ? number
            : throw new FormatException($"a number at {reader.TokenStartIndex} is no whole one up to {LargestNumber}");
}

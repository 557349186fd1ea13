using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HotWeave;

/// <summary>
/// Writes contract types as JSON, each member by its own type, so that trimmed applications keep no serialiser. The names are those of <c>hotweave --format json</c>.
/// </summary>
internal static class JsonReports
{
    // The texts are for programs and terminals, not for pages.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object on one line.</summary>
    /// <param name="writeMembers">Writes what is in it.</param>
    internal static string Write(Action<Utf8JsonWriter> writeMembers)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    internal static void WriteStrings(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    internal static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T, Utf8JsonWriter> writeMembers)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An object, or null.</summary>
    internal static void WriteObject<T>(this Utf8JsonWriter json, string name, T? item, Action<T, Utf8JsonWriter> writeMembers)
        where T : class
    {
        if (item is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        writeMembers(item, json);
        json.WriteEndObject();
    }

    /// <summary>The name of a value of an enumeration as a word: <c>RolledBack</c> is <c>rolled-back</c>.</summary>
    internal static void WriteWord<T>(this Utf8JsonWriter json, string name, T value)
        where T : struct, Enum => json.WriteString(name, JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    internal static void WriteNumberOrNull(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>Whole milliseconds.</summary>
    internal static void WriteMilliseconds(this Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, (long)time.TotalMilliseconds);
}

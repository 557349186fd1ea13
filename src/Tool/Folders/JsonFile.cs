using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>Reads and writes the host's JSON files.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a JSON object from a file.</summary>
    /// <exception cref="RefusedException">HW7107.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            var root = JsonNode.Parse(RegularFile.ReadAllText(path), documentOptions: s_lenient) as JsonObject ?? throw new JsonException("it holds no object");
            ReadAll(root);
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new RefusedException(UseDiagnostics.DamagedJson.With(path, e.Message), e);
        }
    }

    // Texts are read when they are asked for, names when they are listed; one with half a character, and one name twice, would show there.
    private static void ReadAll(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (_, value) in members)
                ReadAll(value);
        }
        else if (node is JsonArray values)
        {
            foreach (var value in values)
                ReadAll(value);
        }
        else if (node?.GetValueKind() == JsonValueKind.String)
        {
            _ = node.GetValue<string>();
        }
    }

    /// <summary>The bytes of an object's file; the same on every system.</summary>
    public static byte[] Bytes(JsonObject root) => Encoding.UTF8.GetBytes(root.ToJsonString(s_format).ReplaceLineEndings("\n"));
}

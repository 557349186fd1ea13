using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotWeave.Tool.Diagnostics;

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
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: s_lenient) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw new RefusedException(UseDiagnostics.DamagedJson.With(path, e.Message), e);
        }
    }

    /// <summary>The bytes of an object's file; the same on every system.</summary>
    public static byte[] Bytes(JsonObject root) => Encoding.UTF8.GetBytes(root.ToJsonString(s_format).ReplaceLineEndings("\n"));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;

namespace HotWeave.Tool.Comparing;

/// <summary>
/// Compares two <c>deps.json</c> files apart from the versions of the application's own projects, which each build may number anew, and from
/// HotWeave's runtime, which weaving adds.
/// </summary>
internal static class DepsComparison
{
    /// <summary>Whether they list the same.</summary>
    public static bool AreSame(string one, string other)
    {
        try
        {
            return Read(one) is { } a && Read(other) is { } b && JsonNode.DeepEquals(WithoutOwnVersions(a), WithoutOwnVersions(b));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A damaged one is what it is, byte for byte.
            return RegularFile.ReadAllBytes(one).AsSpan().SequenceEqual(RegularFile.ReadAllBytes(other));
        }
    }

    private static JsonObject? Read(string path) => JsonNode.Parse(RegularFile.ReadAllText(path)) as JsonObject;

    private static JsonObject WithoutOwnVersions(JsonObject root)
    {
        var own = (root["libraries"] as JsonObject ?? [])
            .Where(static l => (string?)l.Value?["type"] is "project" or "reference")
            .Select(static l => NameOf(l.Key)).ToHashSet(StringComparer.Ordinal);
        return Rewrite(root, own);
    }

    private static JsonObject Rewrite(JsonObject node, HashSet<string> own)
    {
        var result = new JsonObject();
        foreach (var (key, value) in node)
        {
            var name = NameOf(key);
            if (name == "HotWeave" || name == "HotWeave.Runtime")
                continue;
            var isOwn = own.Contains(name);
            result[isOwn ? name : key] = value switch
            {
                JsonObject child when isOwn && key != name => WithoutFileVersions(Rewrite(child, own)),
                JsonObject child => Rewrite(child, own),
                JsonValue when isOwn => null,
                _ => value?.DeepClone(),
            };
        }

        return result;
    }

    // A project in a target: "runtime": { "Shop.dll": { "assemblyVersion": …, "fileVersion": … } }.
    private static JsonObject WithoutFileVersions(JsonObject library)
    {
        foreach (var (_, asset) in library["runtime"] as JsonObject ?? [])
        {
            (asset as JsonObject)?.Remove("assemblyVersion");
            (asset as JsonObject)?.Remove("fileVersion");
        }

        return library;
    }

    private static string NameOf(string key) => key.Split('/')[0];
}

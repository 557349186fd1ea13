using System.Text.Json;
using System.Text.Json.Nodes;

namespace HotWeave.Tool.Developing;

/// <summary>How the runtime runs a program that takes change after change.</summary>
internal static class RuntimeSettings
{
    /// <summary>How the file's name ends.</summary>
    public const string Extension = ".runtimeconfig.json";

    private const string Tiers = "System.Runtime.TieredCompilation";

    // As the runtime's host reads it.
    private static readonly JsonDocumentOptions s_lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>
    /// Lets each method be compiled once, with optimisation. With tiers, every change brings more of the framework's and HotWeave's own code
    /// over the number of calls at which it is compiled again, twice over: a small service grew by a quarter in 200 changes by that alone, and
    /// not at all without. What the project says itself stands, and so do the variables of the environment.
    /// </summary>
    /// <param name="path">The program's <c>.runtimeconfig.json</c>; one that is missing is left so.</param>
    public static void CompileOnce(string path)
    {
        if (!File.Exists(path) || JsonNode.Parse(File.ReadAllBytes(path), null, s_lenient) is not JsonObject settings)
            return;
        if (settings["runtimeOptions"] is not JsonObject options)
            return;
        if (options["configProperties"] is not JsonObject properties)
            options["configProperties"] = properties = [];
        if (properties.ContainsKey(Tiers))
            return;
        properties[Tiers] = false;
        File.WriteAllText(path, settings.ToJsonString());
    }
}

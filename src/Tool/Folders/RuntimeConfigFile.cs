using System.Text.Json.Nodes;

namespace HotWeave.Tool.Folders;

/// <summary>An application's <c>runtimeconfig.json</c>, where a startup hook can be named that runs before <c>Main</c>.</summary>
internal static class RuntimeConfigFile
{
    private const string HooksProperty = "STARTUP_HOOKS";
    private const string PatchesProperty = "HotWeave.Patches";

    /// <summary>
    /// The file with one more startup hook. Null where it names hooks already: several are separated as paths are on the system that runs the
    /// application, which need not be this one.
    /// </summary>
    /// <param name="path">The file; it has been read as an application's before.</param>
    /// <param name="assembly">The hook's assembly, by simple name.</param>
    /// <param name="patches">The folder of confirmed patches, where the file is to name one that names none.</param>
    public static byte[]? WithHook(string path, string assembly, string? patches = null)
    {
        var root = JsonFile.Read(path);
        var options = root["runtimeOptions"] as JsonObject;
        if (options is null)
            root["runtimeOptions"] = options = [];
        var properties = options["configProperties"] as JsonObject;
        if (properties is null)
            options["configProperties"] = properties = [];
        if (properties.ContainsKey(HooksProperty))
            return null;
        properties[HooksProperty] = assembly;
        if (patches is not null && !properties.ContainsKey(PatchesProperty))
            properties[PatchesProperty] = patches;
        return JsonFile.Bytes(root);
    }
}

using System.Text.Json.Nodes;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>
/// An application's <c>deps.json</c>: which assemblies the host gives to the runtime. The host finds an asset of the <c>runtime</c> group by its
/// file name beside the application.
/// </summary>
internal sealed class DepsFile
{
    private readonly JsonObject _root;
    private readonly IReadOnlyList<string> _names;
    private readonly ILookup<string, string> _assemblies;

    private DepsFile(JsonObject root, JsonObject target, JsonObject libraries)
    {
        _root = root;
        _names = [.. target.Select(static l => l.Key)];
        _assemblies = (from library in target
                       where library.Value?["runtime"] is JsonObject
                       from asset in library.Value!["runtime"]!.AsObject()
                       select (Type: (string?)libraries[library.Key]?["type"] ?? "", File: Path.GetFileName(asset.Key)))
            .ToLookup(static a => a.Type, static a => a.File, StringComparer.Ordinal);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="RefusedException">HW7107: it is damaged.</exception>
    public static DepsFile Parse(string path)
    {
        try
        {
            var root = JsonFile.Read(path);
            var name = (string?)root["runtimeTarget"]?["name"] ?? throw new RefusedException(UseDiagnostics.DamagedJson.With(path, "it has no runtimeTarget"));
            var target = root["targets"]?[name]?.AsObject() ?? throw new RefusedException(UseDiagnostics.DamagedJson.With(path, $"it has no target '{name}'"));
            if (root["libraries"] is not JsonObject libraries)
                root["libraries"] = libraries = [];
            return new DepsFile(root, target, libraries);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // A value of another kind than the format has there.
            throw new RefusedException(UseDiagnostics.DamagedJson.With(path, e.Message), e);
        }
    }

    /// <summary>File names of the assemblies of libraries of a type: <c>project</c>, <c>package</c>, <c>runtimepack</c>, in the file's order.</summary>
    public IEnumerable<string> AssembliesOf(string type) => _assemblies[type];

    /// <summary>Whether a library is named.</summary>
    public bool Names(string library) => _names.Any(l => l.StartsWith(library + "/", StringComparison.Ordinal));

    /// <summary>The file with one more library, of one assembly that lies beside the application.</summary>
    /// <param name="library">Its name; that of its assembly too.</param>
    /// <param name="version">Its version.</param>
    /// <param name="assemblyVersion">Its assembly's version.</param>
    /// <param name="fileVersion">Its assembly's file version.</param>
    public byte[] With(string library, string version, string assemblyVersion, string fileVersion)
    {
        var root = _root.DeepClone().AsObject();
        var target = root["targets"]![(string)root["runtimeTarget"]!["name"]!]!.AsObject();
        var key = library + "/" + version;
        target[key] = new JsonObject
        {
            ["runtime"] = new JsonObject
            {
                [library + ".dll"] = new JsonObject { ["assemblyVersion"] = assemblyVersion, ["fileVersion"] = fileVersion },
            },
        };
        root["libraries"]!.AsObject()[key] = new JsonObject { ["type"] = "package", ["serviceable"] = false, ["sha512"] = "" };
        return JsonFile.Bytes(root);
    }
}

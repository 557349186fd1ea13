using System.Runtime.Serialization.Json;
using System.Xml;
using System.Xml.Linq;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>
/// Tells the application's own assemblies in a new build from those of packages: by its <c>deps.json</c>; where that does not know an
/// assembly, what lies in a package or has a strong name
/// is taken for somebody else's.
/// </summary>
internal sealed class ApplicationLibraries
{
    // By file name, whether it comes of a project.
    private readonly Dictionary<string, bool> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what lies beside a new build.</summary>
    /// <param name="newPath">The new build: an assembly or a folder.</param>
    public ApplicationLibraries(string newPath)
    {
        foreach (var file in Directory.GetFiles(NewBuildFiles.FolderOf(newPath), "*.deps.json").OrderBy(static f => f, StringComparer.Ordinal))
            Read(file);
    }

    /// <summary>Whether an assembly is the application's own.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="file">Where it is.</param>
    public bool IsOwn(AssemblyDefinition assembly, string file) =>
        _known.TryGetValue(assembly.Name.Name + ".dll", out var isProject) ? isProject : !assembly.Name.HasPublicKey && !IsInPackage(file);

    // A package has its description at its root, and assemblies in lib/<framework> or runtimes/<system>/lib/<framework>.
    private static bool IsInPackage(string file)
    {
        var lib = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file)));
        if (lib is null || Path.GetFileName(lib) != "lib")
            return false;
        var root = Path.GetDirectoryName(lib)!;
        if (Path.GetDirectoryName(root) is { } runtimes && Path.GetFileName(runtimes) == "runtimes")
            root = Path.GetDirectoryName(runtimes)!;
        return Directory.EnumerateFiles(root, "*.nuspec").Any();
    }

    private void Read(string path)
    {
        if (Parse(path) is not { } root || Child(root, "targets") is not { } targets || Child(root, "libraries") is not { } libraries)
            return;
        foreach (var library in targets.Elements().SelectMany(static t => t.Elements()))
        {
            var isProject = Child(libraries, NameOf(library)) is { } named && Child(named, "type")?.Value == "project";
            foreach (var asset in Child(library, "runtime")?.Elements() ?? [])
                _known[Path.GetFileName(NameOf(asset))] = isProject;
        }
    }

    // A file that is no JSON says nothing.
    private static XElement? Parse(string path)
    {
        try
        {
            using var reader = JsonReaderWriterFactory.CreateJsonReader(InputFile.ReadAllBytes(path), XmlDictionaryReaderQuotas.Max);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(e => NameOf(e) == name);

    // A name that XML does not allow for an element is an attribute of one.
    private static string NameOf(XElement element) => (string?)element.Attribute("item") ?? element.Name.LocalName;
}

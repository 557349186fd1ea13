using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace HotWeave.Staging;

/// <summary>
/// What a package is made of, as a bill of materials in SPDX 2.3: the packages that it asks for, and the assemblies of others that it contains.
/// It depends on the package and the given time alone.
/// </summary>
public static class PackageBill
{
    private static readonly JsonSerializerOptions s_writing = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the bill beside the package; returns its file.</summary>
    /// <param name="package">The <c>.nupkg</c>.</param>
    /// <param name="created">When the sources that it was made of were committed.</param>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static string Write(string package, DateTimeOffset created)
    {
        string bill = Path.ChangeExtension(package, ".spdx.json");
        File.WriteAllText(bill, MakeBill(package, created).ToJsonString(s_writing).ReplaceLineEndings("\n") + "\n");
        return bill;
    }

    private static JsonObject MakeBill(string package, DateTimeOffset created)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        XElement metadata = ReadMetadata(archive);
        string Of(string name) => metadata.Elements().First(e => e.Name.LocalName == name).Value;
        (string id, string version) = (Of("id"), Of("version"));
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package)));
        List<JsonNode> packages = [DescribePackage("SPDXRef-Package", id, version, Of("license"), digest)];
        List<JsonNode> relations = [Relate("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Package")];
        foreach ((string name, string range) in FindDependencies(metadata))
            Add("DEPENDS_ON", DescribePackage(Identify("Dependency", name), name, range, "NOASSERTION", digest: null));
        foreach ((string name, string held, string hash) in FindContained(archive))
            Add("CONTAINS", DescribePackage(Identify("Contained", name), name, held, "NOASSERTION", hash));
        return new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = "SPDXRef-DOCUMENT",
            ["name"] = $"{id} {version}",
            ["documentNamespace"] = $"https://spdx.org/spdxdocs/{id}-{version}-{digest}",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ["creators"] = new JsonArray("Organization: The HotWeave authors", "Tool: build/pack.cs"),
            },
            ["packages"] = new JsonArray([.. packages]),
            ["relationships"] = new JsonArray([.. relations]),
        };

        void Add(string relation, JsonObject described)
        {
            packages.Add(described);
            relations.Add(Relate("SPDXRef-Package", relation, (string)described["SPDXID"]!));
        }
    }

    private static XElement ReadMetadata(ZipArchive archive)
    {
        ZipArchiveEntry entry = archive.Entries.FirstOrDefault(static e => !e.FullName.Contains('/') && e.Name.EndsWith(".nuspec", StringComparison.Ordinal))
            ?? throw new InvalidDataException("There is no .nuspec in the package.");
        using Stream stream = entry.Open();
        return XDocument.Load(stream).Root!.Elements().First();
    }

    private static IEnumerable<(string Name, string Range)> FindDependencies(XElement metadata) => metadata.Descendants()
        .Where(static e => e.Name.LocalName == "dependency")
        .Select(static e => ((string)e.Attribute("id")!, (string?)e.Attribute("version") ?? ""))
        .Distinct().OrderBy(static d => d, Comparer<(string, string)>.Create(static (a, b) => string.CompareOrdinal($"{a}", $"{b}")));

    private static IEnumerable<(string Name, string Version, string Hash)> FindContained(ZipArchive archive)
    {
        var all = new SortedDictionary<string, (string Version, string Hash)>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries.Where(static e => e.Name.EndsWith(".dll", StringComparison.Ordinal) && !e.Name.StartsWith("HotWeave.", StringComparison.Ordinal)))
        {
            using MemoryStream content = new();
            using (Stream from = entry.Open())
                from.CopyTo(content);
            content.Position = 0;
            using PEReader reader = new(content, PEStreamOptions.LeaveOpen);
            AssemblyDefinition assembly = reader.GetMetadataReader().GetAssemblyDefinition();
            all[assembly.GetAssemblyName().Name!] = (assembly.Version.ToString(), Convert.ToHexStringLower(SHA256.HashData(content.ToArray())));
        }

        return all.Select(static a => (a.Key, a.Value.Version, a.Value.Hash));
    }

    private static JsonObject DescribePackage(string id, string name, string version, string licence, string? digest)
    {
        var package = new JsonObject
        {
            ["SPDXID"] = id,
            ["name"] = name,
            ["versionInfo"] = version,
            ["downloadLocation"] = "NOASSERTION",
            ["filesAnalyzed"] = false,
            ["licenseConcluded"] = licence,
            ["licenseDeclared"] = licence,
            ["copyrightText"] = "NOASSERTION",
        };
        if (digest is not null)
            package["checksums"] = new JsonArray(new JsonObject { ["algorithm"] = "SHA256", ["checksumValue"] = digest });
        return package;
    }

    private static JsonObject Relate(string from, string how, string to) =>
        new() { ["spdxElementId"] = from, ["relationshipType"] = how, ["relatedSpdxElement"] = to };

    private static string Identify(string kind, string name) => $"SPDXRef-{kind}-{name}";
}

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HotWeave.Staging;

/// <summary>
/// Makes a NuGet package depend on its content alone. NuGet gives entries the time of packing, and the part with the core properties a name at random,
/// so the same build never gives the same package twice.
/// </summary>
public static partial class RepeatablePackage
{
    private const string Relationships = "_rels/.rels";
    private const string Properties = "package/services/metadata/core-properties/";

    // The earliest time that a ZIP file can say.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the package again: entries sorted by name and without times, the core properties named by their content.</summary>
    /// <param name="path">The package; replaced when the new one is complete.</param>
    /// <exception cref="InvalidDataException">It is no package.</exception>
    public static void Rewrite(string path)
    {
        SortedDictionary<string, byte[]> entries = ReadEntries(path);
        NameProperties(entries);
        string written = path + ".new";
        using (FileStream stream = File.Create(written))
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = s_time;
                using Stream to = entry.Open();
                to.Write(content);
            }
        }

        File.Move(written, path, overwrite: true);
    }

    private static SortedDictionary<string, byte[]> ReadEntries(string path)
    {
        SortedDictionary<string, byte[]> entries = new(StringComparer.Ordinal);
        using ZipArchive archive = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream from = entry.Open();
            using MemoryStream content = new();
            from.CopyTo(content);
            entries.Add(entry.FullName, content.ToArray());
        }

        return entries;
    }

    private static void NameProperties(SortedDictionary<string, byte[]> entries)
    {
        string old = entries.Keys.Single(static name => name.StartsWith(Properties, StringComparison.Ordinal));
        byte[] content = entries[old];
        string name = Properties + Convert.ToHexString(SHA256.HashData(content))[..32].ToLowerInvariant() + ".psmdcp";
        entries.Remove(old);
        entries.Add(name, content);
        string relationships = Encoding.UTF8.GetString(entries[Relationships]).Replace("/" + old, "/" + name, StringComparison.Ordinal);
        int number = 0;
        entries[Relationships] = Encoding.UTF8.GetBytes(RelationshipId().Replace(relationships, _ => $"Id=\"R{++number}\""));
    }

    [GeneratedRegex("Id=\"R[^\"]*\"")]
    private static partial Regex RelationshipId();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HotWeave.Fuzz.Kills;

/// <summary>Everything that can be seen of a folder, as text: paths, modes, links and contents.</summary>
internal static partial class FolderState
{
    /// <summary>What a folder is now; where it is not there, nothing.</summary>
    public static string Read(string folder)
    {
        var text = new StringBuilder();
        if (!Directory.Exists(folder))
            return "";
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories);
        foreach (var entry in entries.OrderBy(static e => e.FullName, StringComparer.Ordinal))
        {
            var name = RandomEnd().Replace(Path.GetRelativePath(folder, entry.FullName), "$1");
            text.Append(name).Append(' ').Append(entry.UnixFileMode).Append(' ').Append(entry.LinkTarget);
            if (entry is FileInfo and { LinkTarget: null })
                text.Append(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry.FullName))));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Copies a folder.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    // Two kills at the same place leave temporary folders of different names.
    [GeneratedRegex("(hotweave-work-)[^/]+")]
    private static partial Regex RandomEnd();
}

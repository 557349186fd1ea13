using HotWeave.Fuzz.Seeds;
using HotWeave.Tool.Folders;

namespace HotWeave.Fuzz.Inputs;

/// <summary>A folder in which one command runs: copies of what it needs, one of them damaged, and a file beside it that nobody may touch.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private const string VictimText = "not the tool's";

    private readonly string _root;

    /// <summary>Makes the folder.</summary>
    /// <param name="root">Where; nothing else may be there.</param>
    /// <param name="seeds">What is copied from.</param>
    /// <param name="input">The case.</param>
    public WorkingFolder(string root, SeedFolder seeds, InputCase input)
    {
        _root = root;
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(Path);
        File.WriteAllText(Victim, VictimText);
        foreach (var entry in input.Folders)
            Copy(seeds.File(entry), System.IO.Path.Combine(Path, entry));
    }

    /// <summary>The folder.</summary>
    public string Path => System.IO.Path.Combine(_root, "work");

    /// <summary>Puts the damaged file in the place of the whole one.</summary>
    public void Put(string relative, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, relative);
        File.Delete(path);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Whether something was written or deleted outside of it.</summary>
    public bool IsLeft => Directory.GetFileSystemEntries(_root).Length != 2 || !File.Exists(Victim) || File.ReadAllText(Victim) != VictimText;

    private string Victim => System.IO.Path.Combine(_root, "victim");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
        if (File.Exists(from))
        {
            // The tool replaces files and never writes into them.
            PosixFile.Link(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
            Copy(entry, System.IO.Path.Combine(to, System.IO.Path.GetFileName(entry)));
    }
}

using System.Security.Cryptography;

namespace HotWeave.Fuzz.Guided;

/// <summary>Inputs of the repository, a folder for each reader: what was found once, and small ones that lead far.</summary>
internal static class Corpus
{
    private const int Largest = 2048;
    private const int Most = 24;

    /// <summary>The inputs of a reader, in the order of their names.</summary>
    public static IReadOnlyList<byte[]> Read(string root, string target)
    {
        var folder = Path.Combine(root, target.Replace(' ', '-'));
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    }

    /// <summary>Adds inputs that are small enough to be kept.</summary>
    public static void Add(string root, string target, IEnumerable<byte[]> inputs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, target.Replace(' ', '-'))).FullName;
        foreach (var input in inputs.Where(static i => i.Length <= Largest).TakeLast(Most))
            File.WriteAllBytes(Path.Combine(folder, Convert.ToHexString(SHA256.HashData(input))[..16].ToLowerInvariant() + ".bin"), input);
    }
}

using System.Security.Cryptography;

namespace HotWeave.Package.Tests.Installing;

/// <summary>A file at one moment: its content and when it was written.</summary>
internal sealed record Snapshot(string Hash, DateTime Written)
{
    public static Snapshot Of(string path) => new(HashOf(path), File.GetLastWriteTimeUtc(path));

    public static string HashOf(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}

using System.Security.Cryptography;
using System.Text;

namespace HotWeave.MSBuild.State;

/// <summary>The SHA-256 of a file's bytes, as lower-case hex.</summary>
internal readonly record struct ContentHash(string Hex)
{
    public static ContentHash OfFile(string path)
    {
        using var algorithm = SHA256.Create();
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var text = new StringBuilder(64);
        foreach (var value in algorithm.ComputeHash(stream))
            text.Append(value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return new ContentHash(text.ToString());
    }

    public override string ToString() => Hex;
}

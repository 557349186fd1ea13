using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Signing;

/// <summary>Reads files with keys. A pipe will do, so that a private key need not lie in a file: <c>--key &lt;(decrypt alice.key.gpg)</c>.</summary>
internal static class KeyText
{
    /// <summary>The most bytes of a file with keys.</summary>
    private const int Largest = 1 << 20;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The text of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    public static string Read(string path) => InputFile.ReadAllText(path, Largest);

    /// <summary>What is to be said of private keys that others than their owners may read or write. A pipe's end nobody else can have opened.</summary>
    public static IEnumerable<Diagnostic> FindOpenKeys(IEnumerable<string> paths)
    {
        if (OperatingSystem.IsWindows())
            yield break;
        foreach (var path in paths.Where(RegularFile.IsOne))
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) != 0)
                yield return SigningDiagnostics.KeyOpenToOthers.With(path, Convert.ToString((int)mode, 8).PadLeft(4, '0'));
        }
    }
}

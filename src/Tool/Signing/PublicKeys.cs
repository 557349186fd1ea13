using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;
using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Signing;

/// <summary>Reads public keys and certificates that the command line names.</summary>
internal static class PublicKeys
{
    /// <summary>The only key of a file.</summary>
    /// <exception cref="RefusedException">HW7130.</exception>
    public static TrustedKey ReadOne(string path) =>
        Read(path) is [var key] ? key : throw new RefusedException(SigningDiagnostics.KeyUnusable.With(path, "it has several keys"));

    /// <summary>The keys of a file.</summary>
    /// <exception cref="RefusedException">HW7130.</exception>
    public static IReadOnlyList<TrustedKey> Read(string path)
    {
        try
        {
            return KeyFile.Read(KeyText.Read(path), KeyFile.FindName(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException(SigningDiagnostics.KeyUnusable.With(path, e.Message), e);
        }
    }

    /// <summary>What processes would trust that are set so.</summary>
    /// <exception cref="RefusedException">HW7137.</exception>
    public static KeySet ReadTrusted(IReadOnlyList<string> places, long threshold, string application, DateTimeOffset now)
    {
        try
        {
            return new TrustedKeyFiles(Environment.CurrentDirectory, static (path, longest) => ReadBounded(path, longest), static _ => { }).Read(places, threshold, application, now);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException(SigningDiagnostics.KeysUnusable.With(e.Message), e);
        }
    }

    private static byte[] ReadBounded(string path, int longest) =>
        new FileInfo(path).Length <= longest
            ? InputFile.ReadAllBytes(path, longest)
            : throw new FormatException($"it is longer than {longest} bytes");
}

using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Files;

/// <summary>Reads files that somebody else may have put there: pipes, which would be waited for, devices and giants are refused unread.</summary>
internal static class RegularFile
{
    /// <summary>The most bytes of a JSON file.</summary>
    private const int LargestText = 64 << 20;

    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">It is no file, cannot be read, or is too large.</exception>
    public static byte[] ReadAllBytes(string path, int largest = InputFile.LargestImage)
    {
        RequireFile(path);
        return InputFile.ReadAllBytes(path, largest);
    }

    /// <summary>A file of JSON.</summary>
    /// <exception cref="IOException">It is no file, cannot be read, or is too large.</exception>
    public static string ReadAllText(string path)
    {
        RequireFile(path);
        return InputFile.ReadAllText(path, LargestText);
    }

    /// <summary>Opens a file that others may write to and rename meanwhile.</summary>
    /// <exception cref="IOException">It is no file, or cannot be read.</exception>
    public static FileStream OpenShared(string path)
    {
        RequireFile(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Whether a path leads to a regular file.</summary>
    public static bool IsOne(string path)
    {
        if (!File.Exists(path))
            return false;
        if (!OperatingSystem.IsLinux())
            return true;
        var file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        return File.Exists(file) && (FileFacts.Read(file).Mode & TypeBits) == RegularType;
    }

    private static void RequireFile(string path)
    {
        // What is not there, the system says when it is opened.
        if (File.Exists(path) && !IsOne(path))
            throw new IOException($"'{path}' is no regular file");
    }
}

using System.Text;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Folders;

/// <summary>Reads files of applications' folders: pipes, which would be waited for, devices and giants are refused unread.</summary>
internal static class RegularFile
{
    /// <summary>The most bytes of a JSON file.</summary>
    private const int LargestText = 64 << 20;

    private const int TypeBits = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">It is no file, cannot be read, or is too large.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        Check(path);
        return InputFile.ReadAllBytes(path);
    }

    /// <summary>A file of JSON.</summary>
    /// <exception cref="IOException">It is no file, cannot be read, or is too large.</exception>
    public static string ReadAllText(string path)
    {
        Check(path);
        return new StreamReader(new MemoryStream(InputFile.ReadAllBytes(path, LargestText)), Encoding.UTF8).ReadToEnd();
    }

    private static void Check(string path)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(path))
            return;
        var file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        if (File.Exists(file) && (FileFacts.Read(file).Mode & TypeBits) != RegularType)
            throw new IOException($"'{path}' is no regular file");
    }
}

using System.Text;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Reads whole files, of a size that input has: what has no end, as devices, and what is larger is refused before memory is taken for it.
/// </summary>
internal static class InputFile
{
    /// <summary>The most bytes of an assembly, of symbols, or of a patch.</summary>
    public const int LargestImage = 512 << 20;

    private const int Step = 1 << 16;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    public static byte[] ReadAllBytes(string path, int limit = LargestImage)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.CanSeek && file.Length > limit)
            throw TooLarge(path, limit);
        // Devices have no length, and that of files can change.
        var bytes = new MemoryStream(file.CanSeek ? (int)file.Length : 0);
        var step = new byte[Step];
        while (file.Read(step, 0, step.Length) is var read && read > 0)
        {
            if (bytes.Length + read > limit)
                throw TooLarge(path, limit);
            bytes.Write(step, 0, read);
        }

        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    /// <summary>The text of a file, in UTF-8 unless it begins with the mark of another encoding.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    public static string ReadAllText(string path, int limit) => new StreamReader(new MemoryStream(ReadAllBytes(path, limit)), Encoding.UTF8).ReadToEnd();

    private static IOException TooLarge(string path, int limit) => new($"'{path}' has more than {limit >> 20} MB, which no file of its kind has");
}

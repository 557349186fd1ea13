using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Ghost;

/// <summary>Copies an application's folder: its files and those of the folders in it, not what is linked, which may lead anywhere.</summary>
internal static class FolderCopy
{
    /// <summary>Copies it to a folder that does not exist yet.</summary>
    /// <returns>The copy's path.</returns>
    /// <exception cref="RefusedException">HW9029: it exists; HW7021: it cannot be written.</exception>
    public static string Make(string folder, string output)
    {
        var copy = Path.GetFullPath(output);
        if (Path.Exists(copy))
            throw new RefusedException(GhostDiagnostics.OutputTaken.With(copy));
        // A copy inside of what is copied has no end.
        var files = Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
        try
        {
            Directory.CreateDirectory(copy);
            foreach (var file in files.Where(RegularFile.IsOne))
                Copy(file, Path.Combine(copy, Path.GetRelativePath(folder, file)));
            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(copy))
                Directory.Delete(copy, recursive: true);
            throw new RefusedException(UseDiagnostics.CannotWrite.With(copy, e.Message), e);
        }
    }

    private static void Copy(string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(file, to);
    }
}

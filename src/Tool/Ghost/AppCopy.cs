using HotWeave.Tool.Bundles;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;

namespace HotWeave.Tool.Ghost;

/// <summary>Copies what a process runs to a folder that does not exist yet, to be woven there; where that fails there is none.</summary>
internal static class AppCopy
{
    /// <summary>An application's folder: its files and those of the folders in it, not what is linked, which may lead anywhere.</summary>
    /// <returns>The copy's path.</returns>
    /// <exception cref="RefusedException">HW9029: it exists; HW7021: it cannot be written.</exception>
    public static string OfFolder(string folder, string output)
    {
        // A copy inside of what is copied has no end.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", options) : [];
        return Make(output, copy =>
        {
            foreach (var file in files.Where(RegularFile.IsOne))
                Copy(file, Path.Combine(copy, Path.GetRelativePath(folder, file)));
        });
    }

    /// <summary>What a single-file executable holds, and the symbols beside it. What else lies there is not the application's for sure.</summary>
    /// <inheritdoc cref="OfFolder"/>
    public static string OfBundle(BundleFile bundle, string output) => Make(output, copy =>
    {
        bundle.Extract(copy);
        var beside = Path.GetDirectoryName(bundle.Path)!;
        foreach (var name in bundle.Entries.Select(static e => Path.ChangeExtension(e.Name, ".pdb")).Distinct(StringComparer.Ordinal))
        {
            if (RegularFile.IsOne(Path.Combine(beside, name)) && !File.Exists(Path.Combine(copy, name)))
                Copy(Path.Combine(beside, name), Path.Combine(copy, name));
        }
    });

    /// <summary>Weaves a copy; where it is not woven after all, or something fails, it is gone again.</summary>
    public static FolderResult Weave(string copy, Func<FolderResult> weave)
    {
        var isWoven = false;
        try
        {
            var result = weave();
            isWoven = result.Outcome == FolderOutcome.Woven;
            return result;
        }
        finally
        {
            if (!isWoven)
                Directory.Delete(copy, recursive: true);
        }
    }

    private static string Make(string output, Action<string> write)
    {
        var copy = Path.GetFullPath(output);
        if (Path.Exists(copy))
            throw new RefusedException(GhostDiagnostics.OutputTaken.With(copy));
        try
        {
            Directory.CreateDirectory(copy);
            write(copy);
            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
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

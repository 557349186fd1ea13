using System.ComponentModel;
using System.Text;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>
/// Keeps a second 'hotweave weave' out of a folder: a lock on the folder itself on Linux, elsewhere a file in the temporary folder. No file is
/// added to the application for it, and a killed run leaves no lock behind.
/// </summary>
internal static class FolderLock
{
    /// <summary>Takes the lock until disposed.</summary>
    /// <exception cref="RefusedException">HW7118.</exception>
    public static IDisposable Take(string folder)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return PosixFile.LockFolder(folder);
            var name = FolderRecord.Digest(Encoding.UTF8.GetBytes(folder));
            var path = Path.Combine(Path.GetTempPath(), "hotweave-" + name + ".lock");
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new RefusedException(UseDiagnostics.FolderLocked.With(folder, e.Message), e);
        }
    }
}

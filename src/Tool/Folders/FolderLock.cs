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
    private const int Attempts = 20;
    private const int PauseMilliseconds = 50;

    /// <summary>Takes the lock until disposed.</summary>
    /// <exception cref="RefusedException">HW7118.</exception>
    public static IDisposable Acquire(string folder)
    {
        // A process that is being started holds every open lock for the moment between fork and exec.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return TakeOnce(folder);
            }
            catch (RefusedException) when (attempt < Attempts)
            {
                Thread.Sleep(PauseMilliseconds);
            }
        }
    }

    private static IDisposable TakeOnce(string folder)
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

using System.ComponentModel;
using HotWeave.Tool.Files;
using Microsoft.Win32.SafeHandles;

namespace HotWeave.Tool.Folders;

/// <summary>A temporary folder of one operation; gone when it ends. What one left behind that was killed, the next removes.</summary>
/// <remarks>On Linux each is locked while it is used, so that one that nobody locks is of an operation that was killed.</remarks>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = "hotweave-work-";
    private const int NotFound = 2;
    private const int WouldBlock = 11;

    private readonly string _path;
    private readonly SafeFileHandle? _lock;

    public WorkFolder()
    {
        (_path, _lock) = Make();
        if (OperatingSystem.IsLinux())
            RemoveAbandoned(FileFacts.Read(_path).UserId);
    }

    /// <summary>A path in it; the folders above exist.</summary>
    public string File(string name)
    {
        var path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>A file in it.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = File(name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        Directory.Delete(_path, recursive: true);
        _lock?.Dispose();
    }

    private static (string Path, SafeFileHandle? Lock) Make()
    {
        while (true)
        {
            var path = Directory.CreateTempSubdirectory(Prefix).FullName;
            if (!OperatingSystem.IsLinux())
                return (path, null);
            try
            {
                var handle = PosixFile.LockFolder(path);
                if (Directory.Exists(path))
                    return (path, handle);
                handle.Dispose();
            }
            catch (Win32Exception e) when (e.NativeErrorCode is not (NotFound or WouldBlock))
            {
                // Where folders cannot be locked, nobody takes this one for abandoned.
                return (path, null);
            }
            catch (Win32Exception)
            {
                // Another has just taken it for abandoned, between the two calls.
            }
        }
    }

    // Only what this user alone can have changed: in a folder that others write to, a link could come into the way of deleting.
    private static void RemoveAbandoned(uint user)
    {
        foreach (var path in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (FileFacts.Read(path) is not { IsDirectory: true, IsOpenToOthers: false } facts || facts.UserId != user)
                    continue;
                using var alone = PosixFile.LockFolder(path);
                Directory.Delete(path, recursive: true);
            }
            catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
            {
                // In use, or gone meanwhile; the next operation looks again.
            }
        }
    }
}

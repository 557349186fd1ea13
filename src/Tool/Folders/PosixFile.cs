using System.ComponentModel;
using System.Runtime.InteropServices;
using HotWeave.Tool.Files;
using Microsoft.Win32.SafeHandles;

namespace HotWeave.Tool.Folders;

/// <summary>What the framework has no call for: hard links, exchanging two folders, owners. Linux only.</summary>
internal static class PosixFile
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;
    private const int ReadOnlyFolder = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int ExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void Link(string existing, string name) => Check(NativeLink(existing, name), name);

    /// <summary>Makes two paths change places, in one step that nobody sees half done.</summary>
    /// <exception cref="Win32Exception">The file system cannot, or one of them is a mount point.</exception>
    /// <exception cref="EntryPointNotFoundException">The C library is too old.</exception>
    public static void Swap(string one, string other) => Check(NativeRename(CurrentFolder, one, CurrentFolder, other, Exchange), one);

    /// <summary>Makes a folder that only its owner can enter, where nothing has that name yet.</summary>
    /// <exception cref="Win32Exception">Something has that name, or the system refuses.</exception>
    public static void MakeFolder(string path) => Check(NativeMakeFolder(path, 0x1C0), path); // S_IRWXU

    /// <summary>Gives a file or folder the owner and mode of another.</summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void CopyOwnerAndMode(string from, string to)
    {
        var source = FileFacts.Read(from);
        var target = FileFacts.Read(to);
        if (source.UserId != target.UserId || source.GroupId != target.GroupId)
            Check(NativeOwn(to, source.UserId, source.GroupId), to);
        SetMode(to, source.Mode);
    }

    /// <summary>Gives a new file the owner of its folder, and its mode without the right to execute.</summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void InheritOwnerAndMode(string folder, string file)
    {
        var source = FileFacts.Read(folder);
        var target = FileFacts.Read(file);
        if (source.UserId != target.UserId || source.GroupId != target.GroupId)
            Check(NativeOwn(file, source.UserId, source.GroupId), file);
        SetMode(file, source.Mode & ~0x49);
    }

    /// <summary>Locks a folder against others who lock it, until the handle is closed or the process ends.</summary>
    /// <exception cref="Win32Exception">Another holds the lock, or the system refuses.</exception>
    public static SafeFileHandle LockFolder(string folder)
    {
        var descriptor = NativeOpen(folder, ReadOnlyFolder);
        if (descriptor < 0)
            Check(descriptor, folder);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            Check(NativeLock(descriptor, ExclusiveNow), folder);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)(mode & 0xFFF));
    }

    private static void Check(int result, string path)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"'{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeLink([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeMakeFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeRename(
        int oldFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string oldPath,
        int newFolder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string newPath,
        uint flags);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOwn([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeLock(int descriptor, int operation);
}

using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HotWeave.Tool.Files;

/// <summary>Owner, group and mode of a file, links not followed; for Linux, where statx(2) has one layout on all architectures.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Mode">Type and permission bits, as in <c>st_mode</c>.</param>
internal readonly record struct FileFacts(uint UserId, uint GroupId, ushort Mode)
{
    private const int TypeBits = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7FF;

    /// <summary>Whether it is a directory, and no link to one.</summary>
    public bool IsDirectory => (Mode & TypeBits) == DirectoryType;

    /// <summary>Whether group or others may do anything.</summary>
    public bool IsOpenToOthers => (Mode & 0x3F) != 0;

    /// <summary>Reads them.</summary>
    /// <exception cref="Win32Exception">The file does not exist or cannot be looked at.</exception>
    public static FileFacts Read(string path)
    {
        // struct statx: mask 0, blksize 4, attributes 8, nlink 16, uid 20, gid 24, mode 28
        Span<byte> buffer = stackalloc byte[256];
        if (Statx(CurrentFolder, path, NoFollow, BasicFields, ref MemoryMarshal.GetReference(buffer)) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new FileFacts(
            BinaryPrimitives.ReadUInt32LittleEndian(buffer[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(buffer[24..]),
            BinaryPrimitives.ReadUInt16LittleEndian(buffer[28..]));
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte buffer);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using HotWeave.Settings;

namespace HotWeave.Files;

/// <summary>
/// Whether only the process's own user and root could have written a file, as sshd demands it of <c>authorized_keys</c>: it and every
/// folder above it belong to one of these, and neither group nor others may write to them; in a folder with the sticky bit others may only
/// add. On Windows nothing is looked at: the folder's inherited rights say who may write.
/// </summary>
internal static class FileOwnership
{
    private const int TypeBits = 0xF000;
    private const int LinkType = 0xA000;
    private const int FolderType = 0x4000;
    private const int Sticky = 0x200;
    private const int WritableByOthers = 0x12; // S_IWGRP | S_IWOTH
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFields = 0x7FF;

    /// <summary>Whether the operator has asked not to look (<c>no</c>, as sshd's <c>StrictModes</c>).</summary>
    private static bool IsOff => string.Equals(SwapSettings.Find("HotWeave.StrictModes", "HOTWEAVE_STRICT_MODES")?.Value, "no", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with a file or folder, with its path; null when nothing is, or it is not there.</summary>
    internal static string? FindFault(string path)
    {
        if (!OperatingSystem.IsLinux() || IsOff || FindRealPath(path) is not { } real)
            return null;
        for (var part = real; part is not null; part = Path.GetDirectoryName(part))
        {
            if (FindOwnFault(part, part != real) is { } fault)
                return $"{part} {fault}";
        }

        return null;
    }

    /// <summary>The same for what lies in a folder that is looked at already, where nothing is a link.</summary>
    internal static string? FindFaultInside(string path) =>
        OperatingSystem.IsLinux() && !IsOff && FindOwnFault(path, isAbove: false) is { } fault ? $"{path} {fault}" : null;

    private static string? FindOwnFault(string path, bool isAbove)
    {
        // struct statx: mask 0, blksize 4, attributes 8, nlink 16, uid 20, gid 24, mode 28
        Span<byte> facts = stackalloc byte[256];
        if (Statx(CurrentFolder, path, NoFollow, BasicFields, ref MemoryMarshal.GetReference(facts)) != 0)
            return null;
        var owner = BinaryPrimitives.ReadUInt32LittleEndian(facts[20..]);
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(facts[28..]);
        if ((mode & TypeBits) == LinkType)
            return "is a link";
        if (owner != 0 && owner != EffectiveUser())
            return "belongs to user " + owner.ToString(CultureInfo.InvariantCulture) + ", neither this process's nor root";
        var isShared = isAbove && (mode & TypeBits) == FolderType && (mode & Sticky) != 0;
        return (mode & WritableByOthers) != 0 && !isShared ? "may be written by others (mode " + Convert.ToString(mode & 0xFFF, 8) + ")" : null;
    }

    private static string? FindRealPath(string path)
    {
        var text = RealPath(path, IntPtr.Zero);
        if (text == IntPtr.Zero)
            return null;
        try
        {
            return Marshal.PtrToStringUTF8(text);
        }
        finally
        {
            Free(text);
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte facts);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "realpath")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr RealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, IntPtr resolved);

    [DllImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Free(IntPtr text);
}

using System.Globalization;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>
/// Looks at who made what the tool is to believe in and beside an application's folder, before it is read: records, journals, staged files and
/// siblings of another user, and links, are refused.
/// </summary>
internal static class FolderTrust
{
    private const int WritableByOthers = 0x12; // S_IWGRP | S_IWOTH

    /// <summary>Checks what weaving left in a folder.</summary>
    /// <exception cref="RefusedException">HW7121.</exception>
    public static void CheckRecords(string folder)
    {
        var records = Path.Combine(folder, FolderRecord.FolderName);
        // A file of that name is the application's; writing the record will fail and say so.
        if (new FileInfo(records).LinkTarget is null && !Directory.Exists(records))
            return;
        Check(folder, records);
        foreach (var entry in new DirectoryInfo(records).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            Check(folder, entry.FullName);
    }

    /// <summary>Checks a sibling that an interrupted run may have left beside a folder.</summary>
    /// <exception cref="RefusedException">HW7121.</exception>
    public static void CheckSibling(string folder, string sibling)
    {
        Check(folder, sibling);
        if (!Directory.Exists(sibling))
            throw Refuse(sibling, "it is no folder");
        if (OperatingSystem.IsLinux() && (FileFacts.Read(sibling).Mode & ~FileFacts.Read(folder).Mode & WritableByOthers) != 0)
            throw Refuse(sibling, "others may write to it");
        CheckRecords(sibling);
    }

    /// <summary>Checks a file of the application that is read through a link: what it shows must be the folder's owner's to show.</summary>
    /// <exception cref="RefusedException">HW7121.</exception>
    public static void CheckLink(string folder, string path)
    {
        if (!OperatingSystem.IsLinux() || new FileInfo(path).LinkTarget is null)
            return;
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (FileFacts.Read(target).UserId != FileFacts.Read(folder).UserId)
            throw Refuse(path, "it is a link to a file of another user than the folder's");
    }

    private static void Check(string folder, string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw Refuse(path, "it is a link");
        if (!OperatingSystem.IsLinux())
            return;
        var owner = FileFacts.Read(path).UserId;
        if (owner != FileFacts.Read(folder).UserId && owner != PeerCredentials.OwnUserId)
            throw Refuse(path, "it belongs to user " + owner.ToString(CultureInfo.InvariantCulture) + ", neither the folder's owner nor you");
    }

    private static RefusedException Refuse(string path, string reason) => new(UseDiagnostics.NotTrusted.With(path, reason));
}

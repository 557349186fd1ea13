using System.ComponentModel;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Control;

/// <summary>
/// Makes folders that only their owner can enter, in places where others write too. Others may have put something there before us, a link
/// for example, so what exists is looked at and never mended: a folder that was open once may hold anything.
/// </summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int Sticky = 0x200;
    private const int WritableByOthers = 0x12; // S_IWGRP | S_IWOTH

    /// <summary>Makes the folder, or checks the one that is there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="root">What leads to the file system that it is in; empty for ours.</param>
    /// <exception cref="RefusedException">HW7009: it is a link, belongs to somebody else, or is open to others; HW7021: it cannot be made.</exception>
    public static void Ensure(string path, string root)
    {
        if (OperatingSystem.IsLinux())
            CheckParent(Path.GetDirectoryName(path)!, root);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing that one could remove stands there where the file system takes nothing.
            throw Path.Exists(path) ? Refuse(path, e.Message, e) : new RefusedException(UseDiagnostics.CannotWrite.With(path, e.Message), e);
        }

        if (OperatingSystem.IsLinux())
            Check(path, PeerCredentials.OwnUserId);
        else if (new DirectoryInfo(path).LinkTarget is not null)
            throw Refuse(path, "it is a link");
    }

    /// <summary>Checks a folder that exists.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="owner">Whose it must be.</param>
    /// <exception cref="RefusedException">HW7009.</exception>
    public static void Check(string path, uint owner)
    {
        FileFacts facts;
        try
        {
            facts = FileFacts.Read(path);
        }
        catch (Win32Exception e)
        {
            throw Refuse(path, e.Message, e);
        }

        if (!facts.IsDirectory)
            throw Refuse(path, "it is a link or a file");
        if (facts.UserId != owner)
            throw Refuse(path, $"it belongs to user {facts.UserId}");
        if (facts.IsOpenToOthers)
            throw Refuse(path, "others may enter it");
    }

    // Whoever can write to it, or owns it, can put another folder in this one's place after it was looked at.
    private static void CheckParent(string parent, string root)
    {
        if (!Directory.Exists(parent))
            return;
        var facts = FileFacts.Read(new DirectoryInfo(parent).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? parent);
        // In a container, root is who owns its root.
        if (facts.UserId != 0 && facts.UserId != PeerCredentials.OwnUserId && facts.UserId != FileFacts.Read(root + "/").UserId)
            throw Refuse(parent, $"it belongs to user {facts.UserId}, who could put another folder in its place");
        if ((facts.Mode & WritableByOthers) != 0 && (facts.Mode & Sticky) == 0)
            throw Refuse(parent, "others may write to it, and it has no sticky bit, so that they could put another folder in its place");
    }

    private static RefusedException Refuse(string path, string reason, Exception? cause = null)
    {
        var diagnostic = UseDiagnostics.FolderNotPrivate.With(path, reason);
        return cause is null ? new RefusedException(diagnostic) : new RefusedException(diagnostic, cause);
    }
}

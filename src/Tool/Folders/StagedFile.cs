namespace HotWeave.Tool.Folders;

/// <summary>Writes a file's new content where it will be renamed from: whole, on the disk, with its owner and mode.</summary>
internal static class StagedFile
{
    /// <summary>Writes one.</summary>
    /// <param name="change">A change that has a source.</param>
    /// <param name="folder">The application's folder.</param>
    /// <param name="staged">Where to write.</param>
    public static void Write(FolderChange change, string folder, string staged)
    {
        using (var source = File.OpenRead(change.Source!))
        using (var target = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            source.CopyTo(target);
            target.Flush(flushToDisk: true);
        }

        // A kept or restored original has its own time; a woven file that of its making.
        if (change.Source!.StartsWith(folder, StringComparison.Ordinal))
            File.SetLastWriteTimeUtc(staged, File.GetLastWriteTimeUtc(change.Source));
        if (!OperatingSystem.IsLinux())
            return;
        if (change.Like is not null && File.Exists(change.Like))
            PosixFile.CopyOwnerAndMode(change.Like, staged);
        else
            PosixFile.InheritOwnerAndMode(folder, staged);
    }
}

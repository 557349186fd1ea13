using System.ComponentModel;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>
/// Changes a folder in one step: a complete sibling is built, of hard links to what stays and new files for what changes, and the two change
/// places (<c>renameat2</c> with <c>RENAME_EXCHANGE</c>). Killed at any moment, the folder is as before or complete.
/// </summary>
/// <remarks>
/// The sibling left behind after the exchange is the old folder. Another process may have put files there between building and exchange;
/// they are moved over before it goes.
/// </remarks>
internal sealed class FolderExchange(FolderChangeSet set, Action<string> step)
{
    private readonly string _sibling = SiblingOf(set.Folder);
    private bool _isOurs;

    /// <summary>Where the sibling of a folder is built.</summary>
    public static string SiblingOf(string folder) =>
        Path.Combine(Path.GetDirectoryName(folder) ?? "", "." + Path.GetFileName(folder) + ".hotweave-staging");

    /// <summary>Makes the changes; false when the file system or the folder's place does not allow an exchange, and nothing was changed.</summary>
    public bool TryApply()
    {
        try
        {
            Build();
            step("exchange");
            PosixFile.Swap(set.Folder, _sibling);
        }
        catch (Exception e) when (e is Win32Exception or EntryPointNotFoundException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Not here: no right to the parent, a mount point, an old file system, a kind of file that cannot be linked.
            if (_isOurs)
                Discard(_sibling);
            return false;
        }

        step("exchanged");
        Retire(set.Folder, _sibling);
        return true;
    }

    /// <summary>Clears what an exchange that was interrupted left beside a folder.</summary>
    /// <returns>Whether there was something.</returns>
    public static bool Recover(string folder)
    {
        var sibling = SiblingOf(folder);
        if (!Directory.Exists(sibling) && new FileInfo(sibling).LinkTarget is null)
            return false;
        FolderTrust.CheckSibling(folder, sibling);

        // A sibling that is ahead was never exchanged; one that is behind, or has no record, is old or holds only links to what is here too.
        if (Sequence(sibling) > Sequence(folder))
            Discard(sibling);
        else
            Retire(folder, sibling);
        return true;
    }

    private void Build()
    {
        if (FileFacts.Read(set.Folder) is var facts && !facts.IsDirectory)
            throw new NotSupportedException();
        // Made by this call or not at all: in a parent that others write to, one of theirs may stand there since it was looked for.
        PosixFile.MakeFolder(_sibling);
        _isOurs = true;
        PosixFile.CopyOwnerAndMode(set.Folder, _sibling);

        // The record first: by it a recovery knows the sibling from the folder.
        foreach (var change in set.Changes.OrderBy(c => c.RelativePath == FolderRecord.RelativePath ? 0 : 1))
        {
            if (change.Source is not null)
                Put(change);
        }

        var changed = set.Changes.Select(c => c.RelativePath).ToHashSet(StringComparer.Ordinal);
        LinkFolder("", changed);
    }

    private void Put(FolderChange change)
    {
        var path = Path.Combine(_sibling, change.RelativePath);
        MakeFolder(Path.GetDirectoryName(change.RelativePath)!);
        StagedFile.Write(change, set.Folder, path);
        step("stage " + change.RelativePath);
    }

    private void MakeFolder(string relative)
    {
        var path = Path.Combine(_sibling, relative);
        if (Directory.Exists(path))
            return;
        MakeFolder(Path.GetDirectoryName(relative)!);
        Directory.CreateDirectory(path);
        var like = Path.Combine(set.Folder, relative);
        PosixFile.CopyOwnerAndMode(Directory.Exists(like) ? like : set.Folder, path);
    }

    private void LinkFolder(string relative, HashSet<string> changed)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(set.Folder, relative)).EnumerateFileSystemInfos())
        {
            var path = relative.Length == 0 ? entry.Name : relative + "/" + entry.Name;
            if (changed.Contains(path))
                continue;
            if (entry.LinkTarget is not null || entry is not DirectoryInfo)
            {
                // link(2) does not follow links: a link's second name is a link.
                MakeFolder(relative);
                PosixFile.Link(entry.FullName, Path.Combine(_sibling, path));
            }
            else
            {
                // The folder of originals goes with the last of them.
                if (entry.Name != FolderRecord.FolderName && !path.StartsWith(FolderRecord.FolderName + "/", StringComparison.Ordinal))
                    MakeFolder(path);
                LinkFolder(path, changed);
            }
        }

        step("link " + relative);
    }

    private static int Sequence(string folder)
    {
        try
        {
            return FolderRecord.Read(folder).Sequence;
        }
        catch (Diagnostics.RefusedException)
        {
            // Torn while it was written, in a sibling that was never exchanged.
            return int.MaxValue;
        }
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static void Retire(string folder, string old)
    {
        // What weaving had added there is missing here on purpose.
        var added = FolderRecord.Read(old).Files.Where(f => f.Original is null).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(old).EnumerateFileSystemInfos())
        {
            if (entry.Name != FolderRecord.FolderName && !added.Contains(entry.Name))
                MoveWhatIsMissing(entry, Path.Combine(folder, entry.Name));
        }

        Discard(old);
    }

    private static void MoveWhatIsMissing(FileSystemInfo entry, string target)
    {
        var isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
        // A link may lead out of the folder; what stands there in its place stays.
        if (new FileInfo(target).LinkTarget is not null)
            return;
        if (isFolder && Directory.Exists(target))
        {
            foreach (var child in ((DirectoryInfo)entry).EnumerateFileSystemInfos())
                MoveWhatIsMissing(child, Path.Combine(target, child.Name));
        }
        else if (isFolder && !File.Exists(target))
        {
            Directory.Move(entry.FullName, target);
        }
        else if (!File.Exists(target) && !Directory.Exists(target))
        {
            File.Move(entry.FullName, target);
        }
    }
}

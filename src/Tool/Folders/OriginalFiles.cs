using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>Finds the unwoven content of a folder's files: that which was kept, where the file is still what weaving made of it, else the file itself.</summary>
internal sealed class OriginalFiles(string folder, FolderRecord record)
{
    /// <summary>The path of the unwoven content; null for a file that only weaving put there, or that does not exist.</summary>
    /// <exception cref="RefusedException">HW7110: a kept original is missing or damaged.</exception>
    public string? Find(string relativePath)
    {
        var path = Path.Combine(folder, relativePath);
        if (!File.Exists(path))
            return null;
        FolderTrust.CheckLink(folder, path);
        if (record.Find(relativePath) is not { } entry || FolderRecord.Digest(RegularFile.ReadAllBytes(path)) != entry.Woven)
            return path;
        return entry.Original is null ? null : Kept(entry);
    }

    /// <summary>The path of a kept original.</summary>
    /// <exception cref="RefusedException">HW7110: it is missing or damaged.</exception>
    public string Kept(FolderRecordEntry entry)
    {
        var path = Path.Combine(folder, FolderRecord.OriginalOf(entry.Path));
        if (!File.Exists(path))
            throw new RefusedException(UseDiagnostics.DamagedRecord.With(path, "it is missing"));
        if (FolderRecord.Digest(RegularFile.ReadAllBytes(path)) != entry.Original)
            throw new RefusedException(UseDiagnostics.DamagedRecord.With(path, "it is not what weaving kept"));
        return path;
    }
}

using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>Works out the changes that bring a folder back to what it was before weaving.</summary>
internal static class FolderRestorePlan
{
    /// <summary>The changes: assemblies first, then what only woven ones need, then the record.</summary>
    /// <exception cref="RefusedException">HW7110: an original is damaged; HW7111: a file was changed since.</exception>
    public static FolderChangeSet ToChangeSet(string folder, FolderRecord record)
    {
        if (record.Files.Count == 0)
            return new FolderChangeSet(folder, []);

        var originals = new OriginalFiles(folder, record);
        var back = new List<FolderChange>();
        var gone = new List<FolderChange>();
        foreach (var entry in record.Files)
        {
            if (entry.Original is not null)
                gone.Add(new FolderChange(FolderRecord.OriginalOf(entry.Path), null, null));
            if (Undo(folder, entry, originals) is { } change)
                (change.Source is null ? gone : back).Add(change);
        }

        var ordered = back.OrderBy(c => c.RelativePath.EndsWith(".deps.json", StringComparison.Ordinal) ? 1 : 0);
        return new FolderChangeSet(folder, [.. ordered, .. gone.OrderBy(Rank), new FolderChange(FolderRecord.RelativePath, null, null)]);
    }

    // The runtime goes before the originals: it is the application's, they are ours.
    private static int Rank(FolderChange change) => change.RelativePath.StartsWith(FolderRecord.FolderName, StringComparison.Ordinal) ? 1 : 0;

    private static FolderChange? Undo(string folder, FolderRecordEntry entry, OriginalFiles originals)
    {
        var path = Path.Combine(folder, entry.Path);
        var now = File.Exists(path) ? FolderRecord.Digest(RegularFile.ReadAllBytes(path)) : null;
        if (now == entry.Original)
            return null;
        if (now is not null && now != entry.Woven)
            throw new RefusedException(UseDiagnostics.ChangedSinceWoven.With(path));
        if (entry.Original is null)
            return new FolderChange(entry.Path, null, null);
        var kept = originals.Kept(entry);
        return new FolderChange(entry.Path, kept, kept);
    }
}

using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>
/// Changes a folder file by file, where it cannot be exchanged as a whole: everything new is staged inside it, a journal says what is to be
/// done, then each file is replaced by one rename. Killed before the journal stands, the folder is as before; killed later, the
/// application starts all the same, since every assembly is consistent in itself and what it needs came first, and the next run finishes.
/// </summary>
internal sealed class FolderJournal(FolderChangeSet set, Action<string> step)
{
    private const string Staging = FolderRecord.FolderName + "/staging";
    private const string Journal = FolderRecord.FolderName + "/journal.json";

    /// <summary>Makes the changes.</summary>
    /// <exception cref="RefusedException">HW7021: nothing was changed; HW7112: the next run has to finish.</exception>
    public void Apply()
    {
        List<JournalEntry> entries;
        try
        {
            entries = Stage();
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            Clear(set.Folder);
            throw new RefusedException(UseDiagnostics.CannotWrite.With(set.Folder, e.Message), e);
        }

        step("journal");
        try
        {
            Finish(set.Folder, entries, step);
        }
        catch (Exception e) when (IsFileProblem(e))
        {
            throw new RefusedException(UseDiagnostics.Unfinished.With(set.Folder, e.Message), e);
        }
    }

    /// <summary>Finishes what a run that was interrupted had begun, or clears what it had not.</summary>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="RefusedException">HW7110: the journal is damaged.</exception>
    public static bool Recover(string folder, Action<string> step)
    {
        var journal = Path.Combine(folder, Journal);
        if (File.Exists(journal))
        {
            Finish(folder, Read(folder, journal), step);
            return true;
        }

        var isStaged = Directory.Exists(Path.Combine(folder, Staging));
        Clear(folder);
        return isStaged;
    }

    private List<JournalEntry> Stage()
    {
        var staging = Path.Combine(set.Folder, Staging);
        Directory.CreateDirectory(staging);
        InheritFolder(Path.GetDirectoryName(staging)!);
        InheritFolder(staging);

        var entries = new List<JournalEntry>();
        foreach (var change in set.Changes)
        {
            var name = change.Source is null ? null : entries.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (name is not null)
                StagedFile.Write(change, set.Folder, Path.Combine(staging, name));
            entries.Add(new JournalEntry(change.RelativePath, name));
            step("stage " + change.RelativePath);
        }

        var draft = Path.Combine(staging, "journal");
        File.WriteAllText(draft, JsonSerializer.Serialize(entries, JournalContext.Default.ListJournalEntry));
        File.Move(draft, Path.Combine(set.Folder, Journal), overwrite: true);
        return entries;
    }

    private static List<JournalEntry> Read(string folder, string journal)
    {
        try
        {
            var entries = JsonSerializer.Deserialize(RegularFile.ReadAllText(journal), JournalContext.Default.ListJournalEntry) ?? [];
            entries.ForEach(entry => CheckEntry(folder, entry));
            return entries;
        }
        catch (JsonException e)
        {
            throw new RefusedException(UseDiagnostics.DamagedRecord.With(journal, e.Message), e);
        }
    }

    private static void CheckEntry(string folder, JournalEntry? entry)
    {
        if (FolderPath.Parse(entry?.Path) is not { } path)
            throw new JsonException($"it names '{entry?.Path}', which is no path in the folder");
        if (path.FindIn(folder) is null)
            throw new JsonException($"a link stands on the way to '{path}'");
        if (entry!.Staged is { } staged && (staged.Length == 0 || !staged.All(char.IsAsciiDigit)))
            throw new JsonException($"'{staged}' names no staged file");
    }

    // Every step can be done again: what is renamed already is staged no more.
    private static void Finish(string folder, List<JournalEntry> entries, Action<string> step)
    {
        foreach (var entry in entries)
        {
            var target = Path.Combine(folder, entry.Path);
            if (entry.Staged is null)
            {
                File.Delete(target);
            }
            else if (Path.Combine(folder, Staging, entry.Staged) is var staged && File.Exists(staged))
            {
                MakeFolder(folder, Path.GetDirectoryName(entry.Path)!);
                File.Move(staged, target, overwrite: true);
            }

            step("replace " + entry.Path);
        }

        File.Delete(Path.Combine(folder, Journal));
        step("finished");
        Clear(folder);
    }

    private static void MakeFolder(string folder, string relative)
    {
        var path = Path.Combine(folder, relative);
        if (Directory.Exists(path))
            return;
        MakeFolder(folder, Path.GetDirectoryName(relative)!);
        Directory.CreateDirectory(path);
        if (OperatingSystem.IsLinux())
            PosixFile.CopyOwnerAndMode(folder, path);
    }

    private static void Clear(string folder)
    {
        var staging = Path.Combine(folder, Staging);
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        RemoveEmptyFolders(Path.Combine(folder, FolderRecord.FolderName));
    }

    private static void RemoveEmptyFolders(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var child in Directory.GetDirectories(folder))
            RemoveEmptyFolders(child);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static bool IsFileProblem(Exception e) => e is IOException or UnauthorizedAccessException or Win32Exception;

    private void InheritFolder(string path)
    {
        if (OperatingSystem.IsLinux())
            PosixFile.CopyOwnerAndMode(set.Folder, path);
    }
}

/// <summary>One change that is under way.</summary>
/// <param name="Path">The file, in the application's folder.</param>
/// <param name="Staged">The name of its new content among the staged files; null to delete it.</param>
internal sealed record JournalEntry(string Path, string? Staged);

/// <summary>Reads and writes journals without reflection.</summary>
[JsonSerializable(typeof(List<JournalEntry>))]
internal sealed partial class JournalContext : JsonSerializerContext;

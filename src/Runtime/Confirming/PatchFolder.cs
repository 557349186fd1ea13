using HotWeave.Diagnostics;
using HotWeave.Files;
using HotWeave.Guarding;
using HotWeave.Patches.Format;
using HotWeave.Settings;
using HotWeave.Telemetry;
using HotWeave.Trust;

namespace HotWeave.Confirming;

/// <summary>
/// The folder of confirmed patches: <c>journal</c>, and each patch as <c>DIGEST.hotpatch</c>. Every file appears whole: it is written
/// beside its place, flushed to the disk, and renamed. Patches come before the journal that names them, and go after it. Processes that share the folder take turns to write.
/// </summary>
internal sealed class PatchFolder(string path)
{
    private const string Extension = ".hotpatch";
    private const string Unfinished = ".new";
    private const int LongestJournal = 1024 * 1024;
    private const long LongestPatches = 1024 * 1024 * 1024;

    // How long another process may write.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    private string JournalPath => System.IO.Path.Combine(Path, "journal");

    /// <summary>The folder that is set; null when none is.</summary>
    internal static PatchFolder? Find() => SwapSettings.Patches is { } path ? new PatchFolder(path) : null;

    /// <summary>What was confirmed last, whole; null when nothing ever was. May take as long as the file system likes.</summary>
    /// <param name="progressed">Called when another was.</param>
    /// <param name="cancellationToken">Looked at between two reads.</param>
    /// <exception cref="SwapException">HW6216 to HW6218.</exception>
    internal ConfirmedPatches? Read(Action? progressed, CancellationToken cancellationToken)
    {
        CheckOwners();
        using var reading = AcquireToRead();
        if (ReadJournal(cancellationToken) is not { Entries.Count: > 0 } journal)
            return null;
        var left = LongestPatches;
        var patches = new List<KeyValuePair<JournalEntry, byte[]>>();
        foreach (var entry in journal.Entries)
        {
            progressed?.Invoke();
            var bytes = ReadPatch(entry.PatchId, Math.Min(left, PatchFile.LongestFile), cancellationToken);
            left -= bytes.Length;
            patches.Add(new(entry, bytes));
        }

        return new ConfirmedPatches(this, journal, patches);
    }

    /// <summary>Which sequence numbers were confirmed.</summary>
    /// <exception cref="SwapException">HW6216, HW6217, HW6350.</exception>
    internal SequenceFloors ReadSequences()
    {
        CheckOwners();
        using var reading = AcquireToRead();
        return ReadJournal(CancellationToken.None)?.Sequences ?? SequenceFloors.None;
    }

    // Before anything in it is opened.
    private void CheckOwners()
    {
        var fault = FileOwnership.FindFault(Path);
        if (fault is null && Directory.Exists(Path))
            fault = Directory.EnumerateFiles(Path, "*" + Extension).Prepend(JournalPath).Select(FileOwnership.FindFaultInside).FirstOrDefault(static f => f is not null);
        if (fault is not null)
            throw TrustDiagnostics.FolderOpen.Refuse(fault);
    }

    private FileStream? AcquireToRead()
    {
        try
        {
            return FolderLock.AcquireToRead(Path, s_patience);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.JournalUnreadable.Refuse(e, JournalPath, e.Message);
        }
    }

    private PatchJournal? ReadJournal(CancellationToken cancellationToken)
    {
        try
        {
            return PatchJournal.Parse(System.Text.Encoding.UTF8.GetString(BoundedFile.Read(JournalPath, LongestJournal, cancellationToken)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw SwapDiagnostics.JournalDamaged.Refuse(e, JournalPath, e.Message);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.JournalUnreadable.Refuse(e, JournalPath, e.Message);
        }
    }

    /// <exception cref="SwapException">HW6218.</exception>
    private byte[] ReadPatch(string id, long longest, CancellationToken cancellationToken)
    {
        try
        {
            return BoundedFile.Read(PatchPath(id), longest, cancellationToken);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.ConfirmedPatchMissing.Refuse(e, PatchPath(id), e.Message);
        }
    }

    /// <exception cref="SwapException">HW6215; the journal says what it said before.</exception>
    internal void Write(Func<SequenceFloors, PatchJournal> journalOf, Func<string, byte[]> bytesOf)
    {
        try
        {
            OwnFiles.MakeFolder(Path);
            CheckOwners();
            using var writing = FolderLock.AcquireToWrite(Path, s_patience);
            var journal = journalOf(FindSequences());
            foreach (var entry in journal.Entries)
                WriteWhole(PatchPath(entry.PatchId), bytesOf(entry.PatchId));
            FolderSync.Flush(Path);
            WriteWhole(JournalPath, System.Text.Encoding.UTF8.GetBytes(journal.ToString()));
            FolderSync.Flush(Path);
            RemoveAllBut(journal);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.FolderUnwritable.Refuse(e, Path, e.Message);
        }
    }

    // What is damaged is written anew; who asks for a patch was told before.
    private SequenceFloors FindSequences()
    {
        try
        {
            return ReadJournal(CancellationToken.None)?.Sequences ?? SequenceFloors.None;
        }
        catch (SwapException)
        {
            return SequenceFloors.None;
        }
    }

    // The patches that the journal does not name, what writers left behind who died, and starts that died with what was confirmed before. What cannot be removed does no harm.
    private void RemoveAllBut(PatchJournal journal)
    {
        var named = journal.Entries.Select(static e => e.PatchId + Extension).ToHashSet();
        try
        {
            foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*" + Extension))
            {
                if (!named.Contains(file.Name))
                    file.Delete();
            }

            foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*" + Unfinished))
                file.Delete();
            StartMarks.Forget(Path);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            Telemetry.SwapEventSource.Log.Warned(SwapDiagnostics.OldPatchesStay.Warn(Path, e.Message));
        }
    }

    private static void WriteWhole(string path, byte[] bytes)
    {
        var beside = path + Unfinished;
        try
        {
            using (var file = OwnFiles.Open(beside, FileMode.Create, FileAccess.Write, FileShare.Read, 4096))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            // A disk that is full should not get fuller.
            OwnWork.Run("removing " + beside, () => File.Delete(beside));
            throw;
        }
    }

    private string PatchPath(string id) => System.IO.Path.Combine(Path, id + Extension);

    private static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}

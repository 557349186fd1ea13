using HotWeave.Diagnostics;
using HotWeave.Swapping;

namespace HotWeave.Confirming;

/// <summary>
/// The folder of confirmed patches: <c>journal</c>, and each patch as <c>DIGEST.hotpatch</c>. Every file appears whole: it is written
/// beside its place, flushed to the disk, and renamed. Patches come before the journal that names them, and go after it.
/// </summary>
internal sealed class PatchFolder(string path)
{
    private const string Extension = ".hotpatch";

    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    private string JournalPath => System.IO.Path.Combine(Path, "journal");

    /// <summary>The folder that is set; null when none is.</summary>
    internal static PatchFolder? Find() => SwapSettings.Patches is { } path ? new PatchFolder(path) : null;

    /// <summary>What was confirmed last; null when nothing ever was.</summary>
    /// <exception cref="SwapException">HW6216, HW6217.</exception>
    internal PatchJournal? ReadJournal()
    {
        try
        {
            return PatchJournal.Parse(File.ReadAllText(JournalPath));
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
    internal byte[] ReadPatch(string id)
    {
        try
        {
            return File.ReadAllBytes(PatchPath(id));
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.ConfirmedPatchMissing.Refuse(e, PatchPath(id), e.Message);
        }
    }

    /// <exception cref="SwapException">HW6215; the journal says what it said before.</exception>
    internal void Write(PatchJournal journal, Func<string, byte[]> bytesOf)
    {
        try
        {
            Directory.CreateDirectory(Path);
            foreach (var entry in journal.Entries)
                WriteWhole(PatchPath(entry.PatchId), bytesOf(entry.PatchId));
            WriteWhole(JournalPath, System.Text.Encoding.UTF8.GetBytes(journal.ToString()));
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw SwapDiagnostics.FolderUnwritable.Refuse(e, Path, e.Message);
        }
    }

    /// <summary>Removes the patches that the journal does not name. Those that cannot be removed do no harm.</summary>
    internal void RemoveAllBut(PatchJournal journal)
    {
        var named = journal.Entries.Select(static e => e.PatchId + Extension).ToHashSet();
        try
        {
            foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*" + Extension))
            {
                if (!named.Contains(file.Name))
                    file.Delete();
            }
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            Telemetry.SwapEventSource.Log.Warned(SwapDiagnostics.OldPatchesStay.Warn(Path, e.Message));
        }
    }

    private static void WriteWhole(string path, byte[] bytes)
    {
        // Two processes may share the folder and confirm at once; whoever renames last counts, whole.
        var beside = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private string PatchPath(string id) => System.IO.Path.Combine(Path, id + Extension);

    private static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}

using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Folders;

/// <summary>Makes a set of changes, in one step where the system allows, else step by step; and finishes or clears what was interrupted.</summary>
internal static class FolderApplier
{
    /// <summary>Makes the changes.</summary>
    /// <param name="set">The changes.</param>
    /// <param name="mayExchange">Whether one step may be tried.</param>
    /// <param name="step">Told of every step before the next; for tests that interrupt there.</param>
    public static void Apply(FolderChangeSet set, bool mayExchange, Action<string> step)
    {
        if (!mayExchange || !CanExchange(set.Folder) || !new FolderExchange(set, step).TryApply())
            new FolderJournal(set, step).Apply();
    }

    /// <summary>Brings a folder whose change was interrupted to the state before or after it.</summary>
    /// <returns>Whether there was something to do.</returns>
    /// <exception cref="RefusedException">HW7121, HW7110: what lies there is not believed; nothing was changed.</exception>
    public static bool Recover(string folder)
    {
        FolderTrust.CheckRecords(folder);
        var exchanged = FolderExchange.Recover(folder);
        return FolderJournal.Recover(folder, static _ => { }) || exchanged;
    }

    // A process whose working directory is the folder would stay behind in the old one, which is about to go: a shell, for example.
    private static bool CanExchange(string folder) =>
        OperatingSystem.IsLinux() && Path.GetDirectoryName(folder) is not null && !FolderUse.IsWorkingDirectory(folder);
}

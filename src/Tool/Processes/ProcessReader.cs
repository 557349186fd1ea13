using System.ComponentModel;
using System.Diagnostics;

namespace HotWeave.Tool.Processes;

/// <summary>Reads facts about processes: everything on Linux, id and name elsewhere.</summary>
internal static class ProcessReader
{
    /// <summary>Reads one process; null when there is none of this id.</summary>
    public static ProcessFacts? Read(int id) => OperatingSystem.IsLinux() ? ProcFolder.Read(id) : ReadPortable(id);

    /// <summary>The ids of all processes, ascending.</summary>
    public static IReadOnlyList<int> Ids()
    {
        var ids = new List<int>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
                ids.Add(process.Id);
        }

        ids.Sort();
        return ids;
    }

    private static ProcessFacts? ReadPortable(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return new ProcessFacts
            {
                Id = id,
                InnerId = id,
                Name = process.ProcessName,
                TempFolder = Path.GetTempPath(),
                Executable = ExecutableOf(process),
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string ExecutableOf(Process process)
    {
        try
        {
            return process.MainModule?.FileName ?? "";
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // The system does not tell one user the other's executables.
            return "";
        }
    }
}

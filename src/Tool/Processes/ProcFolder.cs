using System.Globalization;
using System.Text;

namespace HotWeave.Tool.Processes;

/// <summary>Reads <c>/proc/N</c>. Processes come and go, and other users' are half closed: what cannot be read is left out.</summary>
internal static class ProcFolder
{
    // What the system puts behind the path of a file that is gone (proc(5)).
    private const string Deleted = " (deleted)";

    public static ProcessFacts? Read(int id)
    {
        var folder = "/proc/" + id.ToString(CultureInfo.InvariantCulture);
        if (Text(folder + "/status") is not { } status || Field(status, "Tgid:") != id.ToString(CultureInfo.InvariantCulture))
            return null;
        if (Field(status, "State:").StartsWith('Z'))
            return null;

        return new ProcessFacts
        {
            Id = id,
            InnerId = LastNumber(Field(status, "NSpid:")) ?? id,
            Name = Field(status, "Name:"),
            UserId = EffectiveUser(Field(status, "Uid:")),
            Root = SharesMounts(folder) ? "" : folder + "/root",
            TempFolder = TempFolder(folder),
            Executable = Target(folder + "/exe") ?? "",
            StartKey = StartTime(folder),
            MappedFiles = MappedFiles(folder),
        };
    }

    private static string Field(string status, string name)
    {
        foreach (var line in status.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim();
        }

        return "";
    }

    private static int? LastNumber(string field) =>
        int.TryParse(field.Split('\t', ' ')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Uid: real, effective, saved, file system
    private static uint? EffectiveUser(string field)
    {
        var users = field.Split('\t', ' ');
        return users.Length > 1 && uint.TryParse(users[1], NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null;
    }

    private static bool SharesMounts(string folder) =>
        Target(folder + "/ns/mnt") is not { } theirs || theirs == Target("/proc/self/ns/mnt");

    private static string TempFolder(string folder)
    {
        const string name = "TMPDIR=";
        foreach (var variable in (Text(folder + "/environ") ?? "").Split('\0'))
        {
            // The process means a relative one from where it stands, not from where this one does.
            if (variable.StartsWith(name, StringComparison.Ordinal) && variable.Length > name.Length)
                return Path.Combine(Target(folder + "/cwd") ?? "/", variable[name.Length..]);
        }

        return "/tmp";
    }

    // The name, in parentheses, may hold spaces; the start time is the 20th field after it (field 22, proc(5)).
    private static string StartTime(string folder)
    {
        var stat = Text(folder + "/stat") ?? "";
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 ? fields[19] : "";
    }

    // address perms offset dev inode path
    // A file that was replaced since, as a deployment does, is the one of that path all the same.
    private static string[] MappedFiles(string folder)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in (Text(folder + "/maps") ?? "").Split('\n'))
        {
            if (line.IndexOf('/') is var path and >= 0)
                files.Add(line.EndsWith(Deleted, StringComparison.Ordinal) ? line[path..^Deleted.Length] : line[path..]);
        }

        var sorted = files.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

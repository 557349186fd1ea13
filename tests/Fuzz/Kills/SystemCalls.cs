using System.Globalization;
using System.Text.RegularExpressions;

namespace HotWeave.Fuzz.Kills;

/// <summary>Kills an operation at the system calls by which it changes files, with strace.</summary>
internal static partial class SystemCalls
{
    // Of "?name" strace does not complain where the machine has no such call. Locks change nothing, and every opened file takes one.
    private static readonly string[] s_changing =
    [
        "write", "pwrite64", "pwritev", "writev", "ftruncate", "fallocate", "copy_file_range", "sendfile",
        "rename", "renameat", "renameat2", "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
        "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "utimensat", "fsync", "fdatasync",
    ];

    /// <summary>Whether strace is here and may be used.</summary>
    public static bool CanKill(KillPlace place)
    {
        try
        {
            return KilledProcess.Run(place, ["--version"], "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=?rename").Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The calls of an operation: each name, and how often one thread makes it.</summary>
    public static IReadOnlyList<(string Name, int Number)> Find(KillPlace place, KillCase killed)
    {
        return
        [
            .. Trace(place, killed).Select(static l => Call().Match(l)).Where(static m => m.Success)
                .GroupBy(static m => (Name: m.Groups[2].Value, Thread: m.Groups[1].Value))
                .GroupBy(static g => g.Key.Name, static g => g.Count())
                .OrderBy(static g => g.Key, StringComparer.Ordinal)
                .SelectMany(static g => Enumerable.Range(1, g.Max()).Select(n => (g.Key, n))),
        ];
    }

    /// <summary>The calls in their order, as strace writes them, with the path of each descriptor.</summary>
    public static IReadOnlyList<string> Trace(KillPlace place, KillCase killed)
    {
        var log = Path.Combine(Path.GetDirectoryName(place.Root)!, "calls");
        var set = "trace=" + string.Join(',', s_changing.Select(static c => "?" + c));
        var (code, output, errors) = KilledProcess.Run(
            place, killed.Command(place.Folder), "strace", "-f", "-y", "--seccomp-bpf", "-qq", "-o", log, "-e", set);
        return code == 0
            ? File.ReadAllLines(log)
            : throw new InvalidOperationException($"'{killed.Name}' under strace ended with {code}: {output}{errors}");
    }

    /// <summary>Kills an operation before it makes a call; false when it made none of that number.</summary>
    public static bool KillAt(KillPlace place, KillCase killed, string name, int number)
    {
        // Not with --seccomp-bpf: with it, strace 6.1 misses most of them.
        var point = string.Create(CultureInfo.InvariantCulture, $"inject={name}:signal=KILL:when={number}");
        return KilledProcess.Run(
            place, killed.Command(place.Folder), "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + name, "-e", point).Code == 137;
    }

    [GeneratedRegex(@"^([0-9]+) +([a-z0-9_]+)\(")]
    private static partial Regex Call();
}

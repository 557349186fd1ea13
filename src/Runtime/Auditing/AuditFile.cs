using System.Diagnostics;
using System.Text;
using HotWeave.Diagnostics;
using HotWeave.Files;
using HotWeave.Settings;

namespace HotWeave.Auditing;

/// <summary>
/// The audit log: one line for each operation, only ever appended to. Several processes may share it; each takes it alone for the one write.
/// A line that a dead process left unfinished is ended first. Each line has the digest of the one before (<see cref="AuditChain"/>).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="isBesidePatches">Whether it lies in the folder of confirmed patches, which nobody else may look into.</param>
internal sealed class AuditFile(string path, bool isBesidePatches)
{
    private const string Name = "audit.jsonl";

    // How long another process's write may take.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // Operations of this process that end at the same time come one after the other.
    private static readonly object s_lock = new();

    internal string Path { get; } = path;

    /// <summary>The path from the root, for who has another current folder.</summary>
    internal string FullPath => System.IO.Path.GetFullPath(Path);

    /// <summary>The log that is set: a file or folder of its own, else beside the confirmed patches; null when there is none.</summary>
    internal static AuditFile? Find() =>
        SwapSettings.Audit is { Length: > 0 } own ? new AuditFile(IsFolder(own) ? System.IO.Path.Combine(own, Name) : own, isBesidePatches: false)
        : SwapSettings.Patches is { Length: > 0 } patches ? new AuditFile(System.IO.Path.Combine(patches, Name), isBesidePatches: true)
        : null;

    /// <returns>Null, or the warning that says why it was not written.</returns>
    internal string? Append(string line)
    {
        try
        {
            lock (s_lock)
            {
                var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
                if (isBesidePatches)
                    OwnFiles.MakeFolder(folder);
                else
                    Directory.CreateDirectory(folder);
                using var file = Open();
                var linked = AuditChain.Link(line, AuditChain.ReadLast(file));
                file.Write(Encoding.UTF8.GetBytes((EndsInsideLine(file) ? "\n" : "") + linked + "\n"));
                file.Flush(flushToDisk: true);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return SwapDiagnostics.NotAudited.Warn(Path, e.Message);
        }
    }

    private static bool IsFolder(string path) => System.IO.Path.EndsInDirectorySeparator(path) || Directory.Exists(path);

    private FileStream Open()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                // Sharing with nobody is what .NET makes an exclusive lock of on every system. No buffer: a line is one write.
                return isBesidePatches
                    ? OwnFiles.Open(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
                    : new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && Stopwatch.GetElapsedTime(began) < s_patience)
            {
                Thread.Sleep(10);
            }
        }
    }

    // Leaves the position at the end.
    private static bool EndsInsideLine(FileStream file)
    {
        if (file.Seek(0, SeekOrigin.End) == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}

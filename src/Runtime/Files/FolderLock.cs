using System.Diagnostics;

namespace HotWeave.Files;

/// <summary>
/// Keeps processes that share a folder of confirmed patches from confirming at once, and from reading what another is just replacing. The lock is the system's and ends with the process; its file stays,
/// since one that is removed can be locked twice.
/// </summary>
internal static class FolderLock
{
    private const string Name = "lock";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Alone, for who writes.</summary>
    /// <exception cref="IOException">Another process had it for the whole time.</exception>
    internal static FileStream AcquireToWrite(string folder, TimeSpan patience) =>
        AcquireWithin(() => OwnFiles.Open(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), patience);

    /// <summary>With others who read; null where nobody ever wrote under a lock.</summary>
    /// <exception cref="IOException">Another process writes for the whole time.</exception>
    internal static FileStream? AcquireToRead(string folder, TimeSpan patience)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? AcquireWithin(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), patience) : null;
    }

    private static FileStream AcquireWithin(Func<FileStream> open, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return open();
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && Stopwatch.GetElapsedTime(began) < patience)
            {
                Thread.Sleep(s_pause);
            }
        }
    }
}

using System.Globalization;
using System.Text;
using HotWeave.Files;

namespace HotWeave.Confirming;

/// <summary>
/// Counts starts that did not live. Each start with confirmed patches has a file of its own in their folder, locked while its process lives, and removed when it has lived long enough or ended by itself without an error:
/// one that nobody locks is of a start that died. Processes that share the folder count together.
/// </summary>
/// <remarks>What a file says is which patches were confirmed then: a count is of these, and begins anew with the next confirmation.</remarks>
internal sealed class StartMarks
{
    /// <summary>How many starts die before the newest patch is left out, and before all are.</summary>
    internal const int Limit = 3;

    private const string Prefix = "start.";
    private const int LongestMark = 200;
    private readonly List<string> _dead;

    // Null once it is removed. Guarded by the object.
    private FileStream? _own;

    private StartMarks(List<string> dead, FileStream own)
    {
        _dead = dead;
        _own = own;
    }

    /// <summary>How many starts died.</summary>
    internal int Dead => _dead.Count;

    /// <summary>0: all patches are applied; 1: the newest is left out; 2: all are.</summary>
    internal int LeftOut => Math.Min(_dead.Count / Limit, 2);

    /// <summary>Marks this start; null where the folder cannot be written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="confirmed">What is confirmed, in a word.</param>
    internal static StartMarks? Begin(string folder, string confirmed)
    {
        try
        {
            var dead = FindDead(folder, confirmed);
            for (var number = 1; ; number++)
            {
                if (TryCreate(Path.Combine(folder, Prefix + number.ToString(CultureInfo.InvariantCulture)), confirmed) is { } own)
                    return new StartMarks(dead, own);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Forgets the starts that died: an operator has confirmed what runs.</summary>
    internal static void Forget(string folder)
    {
        foreach (var path in FindDead(folder, null))
            File.Delete(path);
    }

    /// <summary>The process has lived, or ended as it should. What was left out stays so, until something else is confirmed.</summary>
    internal void Live()
    {
        FileStream? own;
        lock (this)
        {
            own = _own;
            _own = null;
        }

        if (own is null)
            return;
        own.Dispose();
        foreach (var path in _dead.Skip(LeftOut * Limit).Append(own.Name))
            File.Delete(path);
    }

    // Those of other patches are removed; with none named, all that died are found.
    private static List<string> FindDead(string folder, string? confirmed)
    {
        var dead = new List<string>();
        foreach (var path in Directory.GetFiles(folder, Prefix + "*").Order(StringComparer.Ordinal))
        {
            if (TryReadAlone(path) is not { } mark)
                continue;
            if (confirmed is null || mark == confirmed)
                dead.Add(path);
            else
                File.Delete(path);
        }

        return dead;
    }

    // Null while its process lives.
    private static string? TryReadAlone(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            var bytes = new byte[LongestMark];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream? TryCreate(string path, string confirmed)
    {
        if (Path.Exists(path))
            return null;
        FileStream file;
        try
        {
            file = OwnFiles.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (Path.Exists(path))
        {
            // Another start was quicker.
            return null;
        }

        file.Write(Encoding.UTF8.GetBytes(confirmed));
        file.Flush(flushToDisk: true);
        return file;
    }
}

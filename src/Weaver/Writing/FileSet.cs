namespace HotWeave.Weaver.Writing;

/// <summary>
/// Writes several files as one: each first beside its place under a temporary name, then all renamed into place, the last one
/// given being the last renamed. Whatever fails, every file is as it was and no temporary file is left.
/// </summary>
internal sealed class FileSet
{
    private readonly List<(string Path, byte[] Content)> _files = [];
    private readonly Action<string, byte[]> _write;

    /// <summary>Makes an empty set.</summary>
    public FileSet()
        : this(File.WriteAllBytes)
    {
    }

    /// <summary>Makes an empty set whose temporary files are written by <paramref name="write"/>.</summary>
    internal FileSet(Action<string, byte[]> write) => _write = write;

    /// <summary>Adds a file. Nothing is written yet.</summary>
    public void Add(string path, byte[] content) => _files.Add((Path.GetFullPath(path), content));

    /// <summary>Writes all. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> with nothing changed.</summary>
    public void Write()
    {
        var staged = new List<(string Path, string Temporary)>();
        var replaced = new List<(string Path, string? Backup)>();
        try
        {
            foreach (var (path, content) in _files)
            {
                var temporary = path + "." + Path.GetRandomFileName();
                staged.Add((path, temporary));
                _write(temporary, content);
            }

            foreach (var (path, temporary) in staged)
                replaced.Add((path, Replace(path, temporary)));
        }
        catch
        {
            foreach (var (path, backup) in replaced)
                Restore(path, backup);
            throw;
        }
        finally
        {
            foreach (var (_, temporary) in staged)
                File.Delete(temporary);
        }

        foreach (var (_, backup) in replaced)
        {
            if (backup is not null)
                File.Delete(backup);
        }
    }

    private static string? Replace(string path, string temporary)
    {
        if (!File.Exists(path))
        {
            File.Move(temporary, path);
            return null;
        }

        var backup = temporary + ".old";
        File.Replace(temporary, path, backup);
        return backup;
    }

    private static void Restore(string path, string? backup)
    {
        if (backup is null)
            File.Delete(path);
        else
            File.Replace(backup, path, null);
    }
}

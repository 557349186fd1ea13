namespace HotWeave.Tool.Developing;

/// <summary>Watches the folders of a program's sources.</summary>
internal sealed class SourceWatch : IDisposable
{
    // The most that Windows takes; a branch that is checked out changes thousands at once.
    private const int Buffer = 64 * 1024;

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly IReadOnlyList<string> _outputs;
    private readonly Action<DevEvent.Changed> _changed;

    /// <param name="folders">The folders.</param>
    /// <param name="outputs">Folders that builds write to.</param>
    /// <param name="changed">Told of changes, on any thread.</param>
    public SourceWatch(IReadOnlyList<string> folders, IReadOnlyList<string> outputs, Action<DevEvent.Changed> changed)
    {
        _outputs = outputs;
        _changed = changed;
        foreach (var folder in folders)
            _watchers.Add(Watch(folder));
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
            watcher.Dispose();
    }

    private FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = Buffer,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, e) => Tell(folder, e.FullPath);
        watcher.Created += (_, e) => Tell(folder, e.FullPath);
        watcher.Deleted += (_, e) => Tell(folder, e.FullPath);
        // Editors write a file beside and rename it.
        watcher.Renamed += (_, e) => Tell(folder, e.FullPath, e.OldFullPath);
        // Too much at once: something has changed, and the build finds out what.
        watcher.Error += (_, _) => _changed(new DevEvent.Changed([], SourceKind.Project));
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Tell(string root, params string[] paths)
    {
        foreach (var path in paths)
        {
            if (SourceFile.Classify(path, root, _outputs) is var kind and not SourceKind.None)
                _changed(new DevEvent.Changed([path], kind));
        }
    }
}

namespace HotWeave.Benchmarks.Building;

/// <summary>A directory for files that are made to be measured; deleted at the end.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory() => Root = Directory.CreateTempSubdirectory("hotweave-").FullName;

    public string Root { get; }

    /// <summary>A path in it, whose directory exists.</summary>
    public string File(params string[] names)
    {
        var path = Path.Combine([Root, .. names]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

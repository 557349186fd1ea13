namespace HotWeave.Weaver.Tests.Harness;

/// <summary>A directory of one test, deleted when the test ends.</summary>
public sealed class TestDirectory : IDisposable
{
    public TestDirectory() => Path = Directory.CreateTempSubdirectory("hotweave-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public TestDirectory Sub(string name)
    {
        var path = File(name);
        Directory.CreateDirectory(path);
        return new TestDirectory(path);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private TestDirectory(string path) => Path = path;
}

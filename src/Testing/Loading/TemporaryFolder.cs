namespace HotWeave.Testing.Loading;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("hotweave-testing-").FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    public string Sub(string name) => Directory.CreateDirectory(PathOf(name)).FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

namespace HotWeave.Package.Tests.Installing;

/// <summary>The program <c>Greeting</c>, restored and built once, for tests that change it one after another. Each begins with a build of its own.</summary>
public sealed class InstalledGreeting : IAsyncLifetime
{
    private UserProject _project = null!;

    internal string Folder => _project.Folder;

    public async Task InitializeAsync()
    {
        _project = await UserProject.CopyOfAsync("Greeting");
        await _project.BuildAsync();
    }

    public Task DisposeAsync()
    {
        _project.Dispose();
        return Task.CompletedTask;
    }

    internal string InFolder(params string[] parts) => _project.InFolder(parts);

    internal SortedSet<string> Files() => _project.Files();

    internal Task<string> BuildAsync(params string[] arguments) => _project.BuildAsync(["--no-restore", .. arguments]);

    internal Task<string> BuildFailsAsync(params string[] arguments) => _project.DotnetFailsAsync(["build", "--no-restore", .. arguments]);

    internal Task<string> DotnetAsync(params string[] arguments) => _project.DotnetAsync(arguments);

    internal Task<string> DotnetFailsAsync(params string[] arguments) => _project.DotnetFailsAsync(arguments);

    internal Task<string> WatchUntilAsync(params string[] texts) => _project.WatchUntilAsync(texts);

    internal Task<string> ExecAsync(string assembly, params string[] arguments) => _project.ExecAsync(assembly, arguments);

    /// <summary>Changes what the program says, for as long as the result is not disposed.</summary>
    internal IDisposable Saying(string greeting)
    {
        _project.Edit("Greeter.cs", "hello", greeting);
        return new Restoring(() => _project.Edit("Greeter.cs", greeting, "hello"));
    }

    private sealed class Restoring(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}

/// <summary>The tests that share one <see cref="InstalledGreeting"/>, and so run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGreeting : ICollectionFixture<InstalledGreeting>
{
    public const string Name = "Greeting";
}

using System.Diagnostics;
using HotWeave.Staging;

namespace HotWeave.Package.Tests.Installing;

/// <summary>A copy of one of the <c>Apps</c> in a temporary folder, far from this repository's own settings. Disposing deletes it.</summary>
internal sealed class UserProject : IDisposable
{
    private readonly DirectoryInfo _workspace;

    private UserProject(DirectoryInfo workspace) => _workspace = workspace;

    public string Folder => _workspace.FullName;

    public static async Task<UserProject> CopyOfAsync(string app)
    {
        var project = await NewAsync();
        CopyFolder(Path.Combine(AppContext.BaseDirectory, "Apps", app), project.Folder);
        return project;
    }

    /// <summary>An empty folder, from where the packages can be had.</summary>
    public static async Task<UserProject> NewAsync()
    {
        var feed = await PackageFeed.PackedAsync();
        var project = new UserProject(Directory.CreateTempSubdirectory("hotweave-package-tests-"));
        feed.WriteConfiguration(project.Folder);
        return project;
    }

    public string InFolder(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Replaces text in a source file, which must contain it.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = InFolder(file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Runs a <c>dotnet</c> command that must succeed; gives all that it printed.</summary>
    public async Task<string> DotnetAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryDotnetAsync(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Runs a <c>dotnet</c> command that must fail; gives all that it printed.</summary>
    public async Task<string> DotnetFailsAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryDotnetAsync(arguments);
        Assert.True(exitCode != 0, $"This was meant to fail:\n{output}");
        return output;
    }

    /// <summary>Runs a <c>dotnet</c> command as a person types it, with nothing added; must succeed.</summary>
    public Task TypeAsync(string command) => Command.DotnetAsync(Folder, command.Split(' ')[1..], CancellationToken.None);

    /// <summary>Builds; must succeed.</summary>
    public Task<string> BuildAsync(params string[] arguments) => DotnetAsync(["build", "-v", "m", .. arguments]);

    /// <summary>Runs a built assembly; gives what it printed.</summary>
    public Task<string> ExecAsync(string assembly, params string[] arguments) => RunAsync("dotnet", [InFolder(assembly), .. arguments]);

    /// <summary>Runs a published program; gives what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with exit code {process.ExitCode}:\n{output}{await error}");
        return output;
    }

    /// <summary>Runs <c>dotnet watch</c> until it has printed all of the texts, or ended, or three minutes are over; gives what it printed, and ends it.</summary>
    public async Task<string> WatchUntilAsync(params string[] texts)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["watch", "--non-interactive", "run"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = "";
        try
        {
            while (!texts.All(text => output.Contains(text, StringComparison.Ordinal)) && await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
                output += line + "\n";
            return output;
        }
        catch (OperationCanceledException)
        {
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Every file in the folder, by its relative path.</summary>
    public SortedSet<string> Files() => new(
        _workspace.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file.FullName)), StringComparer.Ordinal);

    public void Dispose() => _workspace.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> TryDotnetAsync(string[] arguments)
    {
        var result = await Command.TryDotnetAsync(Folder, [.. arguments, "--nologo", "-nodeReuse:false"], CancellationToken.None);
        return (result.ExitCode, $"$ {result.CommandLine}\n{result.Output}{result.Error}");
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

using HotWeave.Package.Tests.Installing;
using HotWeave.Staging;
using HotWeave.Staging.Walking;

namespace HotWeave.Package.Tests.Walking;

/// <summary>
/// A user who has done once what README says under <c>Get it</c>, by its own commands: the tool and the templates are installed from the packed packages into a
/// home of their own, so that nothing of the machine's user is seen or changed.
/// </summary>
internal sealed class InstalledTool
{
    private static readonly Lazy<Task<InstalledTool>> s_installed = new(InstallAsync);

    private InstalledTool(string home) => Environment = MakeEnvironment(home);

    /// <summary>What is set where its commands run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static Task<InstalledTool> GetAsync() => s_installed.Value;

    private static async Task<InstalledTool> InstallAsync()
    {
        var home = Repository.Containing(AppContext.BaseDirectory).InArtifacts("package-tests", "home");
        if (Directory.Exists(home))
            Directory.Delete(home, recursive: true);
        ShareConfiguration(home);

        var installed = new InstalledTool(home);
        using var user = await UserProject.NewAsync();
        await using var terminal = new Terminal(user.Folder, installed.Environment);
        var commands = WalkedPages.Read("README.md").Blocks.Single(static b => b.Lines.Contains("dotnet new install HotWeave.Templates")).Lines;
        foreach (var command in commands)
        {
            var (exitCode, output) = await terminal.TypeAsync(command, TimeSpan.FromMinutes(5));
            Assert.True(exitCode == 0, $"README.md: $ {command}\n{output}");
        }

        return installed;
    }

    // Where the machine's packages come from is set in the user's own file.
    private static void ShareConfiguration(string home)
    {
        var own = Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "NuGet");
        Directory.CreateDirectory(Path.Combine(home, ".nuget"));
        if (Directory.Exists(own))
            Directory.CreateSymbolicLink(Path.Combine(home, ".nuget", "NuGet"), own);
    }

    private static Dictionary<string, string> MakeEnvironment(string home) => new()
    {
        ["DOTNET_CLI_HOME"] = home,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["PATH"] = Path.Combine(home, ".dotnet", "tools") + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
        ["UseSharedCompilation"] = "false", // a build leaves no process behind
    };
}

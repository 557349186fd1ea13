// Fetches the packages of the last release, against which a new one is compared:
//
//     dotnet run build/last-release.cs -- <folder>
//
// It asks GitHub by `gh`, which needs GH_TOKEN in a pipeline. Before the first release there is nothing to fetch, which is no failure.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using System.Diagnostics;
using HotWeave.Staging;

if (args is not [var folder])
{
    Console.Error.WriteLine("Into which folder? dotnet run build/last-release.cs -- artifacts/last-release");
    return 1;
}

var repository = Repository.Containing((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
Directory.CreateDirectory(Path.Combine(repository.Root, folder));
var (listed, releases) = await GhAsync("release", "list", "--exclude-drafts", "--exclude-pre-releases", "--limit", "1", "--json", "tagName", "--jq", ".[].tagName");
if (listed != 0)
    return listed;
if (releases.Trim() is not { Length: > 0 } tag)
{
    Console.WriteLine("There is no release yet.");
    return 0;
}

Console.WriteLine($"The last release is {tag}.");
return (await GhAsync("release", "download", tag, "--pattern", "*.nupkg", "--clobber", "--dir", folder)).ExitCode;

async Task<(int ExitCode, string Output)> GhAsync(params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo("gh", arguments) { WorkingDirectory = repository.Root, RedirectStandardOutput = true })!;
    var output = await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    return (process.ExitCode, output);
}

// Ten minutes of swaps under load, or as many as the argument says:
//
//     dotnet run build/soak.cs
//     dotnet run build/soak.cs -- 60
//
// Side by side run the guarantees at random (every operation, from a seed that is printed, against a model) and the sample MinimalApi under
// requests without a pause, with swap after swap. Exits with 0 only if no guarantee was broken and every request was answered once.
#:property PublishAot=false
using System.Diagnostics;
using System.Globalization;

var minutes = args is [var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 10;
var seed = Random.Shared.Next(1, int.MaxValue);
var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
string[] projects = ["tests/Runtime.Tests", "tests/Hosting.Tests"];
foreach (var project in projects)
{
    Console.WriteLine($"Building {project}");
    if (await RunAsync(["build", project, "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false"]) != 0)
        return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Soaking for {minutes} minutes, seed {seed}"));
var results = await Task.WhenAll(
    TestAsync(projects[0], "All_guarantees_hold_under_random_operations_and_load"),
    TestAsync(projects[1], "Every_request_is_answered_once_by_one_version_while_two_hundred_swaps_happen"));
var passed = results.All(static exitCode => exitCode == 0);
Console.WriteLine(passed ? "Every guarantee held, and every request was answered once." : "FAILED, see above.");
return passed ? 0 : 1;

Task<int> TestAsync(string project, string test) =>
    RunAsync(["test", project, "-c", "Release", "--no-build", "--nologo", "--filter", test, "--logger", "console;verbosity=detailed"]);

async Task<int> RunAsync(string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, UseShellExecute = false };
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build leaves no process behind
    start.Environment["HOTWEAVE_STRESS_SEED"] = seed.ToString(CultureInfo.InvariantCulture);
    start.Environment["HOTWEAVE_STRESS_SECONDS"] = ((int)(minutes * 60)).ToString(CultureInfo.InvariantCulture);
    start.Environment["HOTWEAVE_SOAK_MINUTES"] = minutes.ToString(CultureInfo.InvariantCulture);
    using var process = Process.Start(start)!;
    await process.WaitForExitAsync();
    return process.ExitCode;
}

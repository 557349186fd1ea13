// Twelve minutes of swaps under load, or as many as the argument says; or all of them under the settings of the runtime whose names contain a word:
//
//     dotnet run build/soak.cs
//     dotnet run build/soak.cs -- 60
//     dotnet run build/soak.cs -- 10 gcServer
//
// Side by side run the guarantees at random (every operation, from a seed that is printed, against a model) and the sample MinimalApi under
// requests without a pause, with swap after swap; in equal shares under each of twelve settings of the runtime, which move what the compilers,
// the garbage collector and the thread pool do when. Exits with 0 only if no guarantee was broken and every request was answered once.
#:property PublishAot=false
using System.Diagnostics;
using System.Globalization;

const string FewThreads = "ThreadPool_ForceMaxWorkerThreads=4";
string[] all =
[
    "default",
    "TieredCompilation=0", "TieredPGO=0", "ReadyToRun=0", "TC_QuickJitForLoops=0", "OSR_HitLimit=1",
    "gcServer=1", "gcConcurrent=0", "GCgen0size=0x20000", "GCHeapHardLimit=0x8000000",
    "PROCESSOR_COUNT=1", FewThreads,
];
var settings = args is [_, var word] ? Array.FindAll(all, s => s.Contains(word, StringComparison.OrdinalIgnoreCase)) : all;
if (settings.Length == 0)
{
    Console.WriteLine("No such setting: " + string.Join(", ", all));
    return 2;
}

var minutes = (args is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 12) / settings.Length;
var seed = Random.Shared.Next(1, int.MaxValue);
var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
string[] projects = ["tests/Runtime.Tests", "tests/Hosting.Tests"];
foreach (var project in projects)
{
    Console.WriteLine($"Building {project}");
    if (await RunAsync(["build", project, "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false"]) != 0)
        return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Soaking under {settings.Length} settings of the runtime for {minutes:0.##} minutes each, seed {seed}"));
var failed = new List<string>();
foreach (var setting in settings)
{
    Console.WriteLine($"== {setting}");
    var results = await Task.WhenAll(
        TestAsync(projects[0], "All_guarantees_hold_under_random_operations_and_load", setting),
        // The sample's console holds threads of the test's pool: with so few it does not come up.
        setting == FewThreads ? Task.FromResult(0) : TestAsync(projects[1], "Every_request_is_answered_once_by_one_version_while_two_hundred_swaps_happen", setting));
    if (results.Any(static exitCode => exitCode != 0))
        failed.Add(setting);
}

Console.WriteLine(failed.Count == 0 ? "Every guarantee held, and every request was answered once." : $"FAILED under {string.Join(", ", failed)}, see above.");
return failed.Count == 0 ? 0 : 1;

// The setting is for the tests and what they start, not for the tools that start them.
Task<int> TestAsync(string project, string test, string setting) =>
    RunAsync(
    [
        "test", project, "-c", "Release", "--no-build", "--nologo", "--filter", test, "--logger", "console;verbosity=detailed",
        .. setting == all[0] ? [] : new[] { "-e", "DOTNET_" + setting },
    ]);

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

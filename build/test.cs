// Builds the whole repository once and runs every test project:
//
//     dotnet run build/test.cs                      all of them
//     dotnet run build/test.cs -- Weaver Runtime    only those whose names contain one of the words
//
// The last line is `N passed, N failed`. Exits with 0 only if something passed and nothing failed; a test project that crashed, hung, or ran nothing has failed.
#:property PublishAot=false
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
var results = Path.Combine(root, "artifacts", "test-results");
int passed = 0, failed = 0, skipped = 0;

if (Directory.Exists(results))
    Directory.Delete(results, recursive: true);

var projects = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
    .Where(path => args.Length == 0 || args.Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase)))
    .Order(StringComparer.Ordinal)
    .ToList();

var watch = Stopwatch.StartNew();
Console.WriteLine("Building Weaver.sln in Release");
if (Run("build", "Weaver.sln", "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false") != 0)
{
    Console.WriteLine("The build failed, so no test ran.");
    failed++;
}
else
{
    Console.WriteLine($"  done in {watch.Elapsed.TotalSeconds:0} s");
    foreach (var project in projects)
        RunTests(project);
}

Console.WriteLine();
Console.WriteLine($"{passed} passed, {failed} failed" + (skipped == 0 ? "" : $", {skipped} skipped"));
return failed == 0 && passed != 0 ? 0 : 1;

void RunTests(string project)
{
    var name = Path.GetFileNameWithoutExtension(project);
    var report = Path.Combine(results, name + ".trx");
    Console.WriteLine(name);
    watch.Restart();
    var exitCode = Run(
        "test", project, "-c", "Release", "--no-build", "--nologo", "-v", "q", "--results-directory", results, "--logger", $"trx;LogFileName={name}.trx",
        "--blame-hang-timeout", "8m", "--blame-hang-dump-type", "none");

    var counts = File.Exists(report) ? XDocument.Load(report).Root?.Element(trx + "ResultSummary")?.Element(trx + "Counters") : null;
    int good = Count(counts, "passed"), bad = Count(counts, "total") - good - Count(counts, "notExecuted");
    if (bad == 0 && (exitCode != 0 || good == 0))
    {
        Console.WriteLine(counts is null ? "  left no results: it crashed or could not start" : $"  ended with exit code {exitCode} after {good} passed tests");
        bad = 1;
    }

    passed += good;
    failed += bad;
    skipped += Count(counts, "notExecuted");
    Console.WriteLine($"  {good} passed, {bad} failed in {watch.Elapsed.TotalSeconds:0} s");
}

static int Count(XElement? counters, string name) => int.Parse(counters?.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);

int Run(params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, UseShellExecute = false };
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build leaves no process behind
    using var process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}

// Builds once and runs test projects:
//
//     dotnet run build/test.cs                      the quick suite: those of build/quick.slnf
//     dotnet run build/test.cs -- --all             all of them, as CI does: also what runs real frameworks, browsers, servers, samples and packages
//     dotnet run build/test.cs -- Orleans Akka      those whose names contain one of the words
//
// Two projects run at a time: much of what they do is waiting for processes. At most three failed tests are run once more, alone at the end, so that one which a
// busy machine kept waiting is told from a defect; what passes only then is printed as unsteady, with what it said when it failed, and is a defect of its own kind.
// The last line is `N passed, N failed`. Exits with 0 only if something passed and nothing failed; a test project that crashed, hung, or ran nothing has failed.
#:property PublishAot=false
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
var results = Path.Combine(root, "artifacts", "test-results");
const int FewestThatAreDefects = 4;
int passed = 0, failed = 0, skipped = 0;
var failures = new List<(string Project, string Test, string Text)>();

if (Directory.Exists(results))
    Directory.Delete(results, recursive: true);

// Programs that tests compile are kept while runs use them, and no longer.
var compiled = new DirectoryInfo(Path.Combine(root, "artifacts", "compiled-cases"));
foreach (var file in compiled.Exists ? compiled.GetFiles() : [])
{
    if (file.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-7))
        file.Delete();
}

var (isQuick, isAll) = (args.Length == 0, args is ["--all"]);
var solution = isQuick ? Path.Combine("build", "quick.slnf") : "Weaver.sln";
var quick = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "build", "quick.slnf"))).RootElement.GetProperty("solution").GetProperty("projects")
    .EnumerateArray().Select(path => Path.Combine(root, path.GetString()!.Replace('\\', Path.DirectorySeparatorChar))).ToHashSet();
var projects = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
    .Where(path => isAll || (isQuick ? quick.Contains(path) : args.Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase))))
    // The largest first, so that none is left to run alone at the end.
    .OrderByDescending(path => Directory.GetFiles(Path.GetDirectoryName(path)!, "*.cs", SearchOption.AllDirectories).Length)
    .ThenBy(path => path, StringComparer.Ordinal)
    .ToList();

var build = Stopwatch.StartNew();
Console.WriteLine($"Building {solution} in Release");
if (Run(Console.Out, "build", solution, "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false") != 0)
{
    Console.WriteLine("The build failed, so no test ran.");
    failed++;
}
else
{
    Console.WriteLine($"  done in {build.Elapsed.TotalSeconds:0} s");
    Parallel.ForEach(Partitioner.Create(projects, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 2 }, RunTests);
    // A project that crashed has failed without a failed test.
    if (failed == failures.Count && failures.Count < FewestThatAreDefects)
        RunFailedOnceMore();
}

Console.WriteLine();
Console.WriteLine($"{passed} passed, {failed} failed" + (skipped == 0 ? "" : $", {skipped} skipped"));
return failed == 0 && passed != 0 ? 0 : 1;

void RunTests(string project)
{
    var name = Path.GetFileNameWithoutExtension(project);
    var report = Path.Combine(results, name + ".trx");
    var output = new StringWriter();
    var watch = Stopwatch.StartNew();
    var exitCode = Run(
        output, "test", project, "-c", "Release", "--no-build", "--nologo", "-v", "q", "--results-directory", results, "--logger", $"trx;LogFileName={name}.trx",
        "--blame-hang-timeout", "8m", "--blame-hang-dump-type", "none");

    var recorded = ReadReport(report);
    var counts = recorded?.Element(trx + "ResultSummary")?.Element(trx + "Counters");
    // The counters count what was skipped among all and nowhere else.
    var left = recorded?.Descendants(trx + "UnitTestResult").Count(static r => (string?)r.Attribute("outcome") == "NotExecuted") ?? 0;
    int good = Count(counts, "passed"), bad = Count(counts, "total") - good - left;
    if (bad == 0 && (exitCode != 0 || good == 0))
    {
        output.WriteLine(counts is null ? "  left no results: it crashed or could not start" : $"  ended with exit code {exitCode} after {good} passed tests");
        bad = 1;
    }

    var failedHere = FindFailed(recorded).ToList();
    foreach (var (test, text) in failedHere)
        output.WriteLine($"  FAILED {test}\n{text}");

    lock (projects)
    {
        passed += good;
        failed += bad;
        skipped += left;
        failures.AddRange(failedHere.Select(f => (project, f.Test, f.Text)));
        Console.WriteLine(name);
        Console.Write(output);
        Console.WriteLine($"  {good} passed, {bad} failed in {watch.Elapsed.TotalSeconds:0} s");
    }
}

void RunFailedOnceMore()
{
    foreach (var (project, test, text) in failures)
    {
        // The names of a theory's cases hold what a filter cannot: all cases of the method run.
        var name = Path.GetFileNameWithoutExtension(project);
        var method = test.Split('(')[0];
        var report = Path.Combine(results, name + ".again.trx");
        File.Delete(report);
        var exitCode = Run(
            Console.Out, "test", project, "-c", "Release", "--no-build", "--nologo", "-v", "q", "--results-directory", results, "--logger", $"trx;LogFileName={name}.again.trx",
            "--filter", "FullyQualifiedName=" + method, "--blame-hang-timeout", "8m", "--blame-hang-dump-type", "none");
        var again = ReadReport(report);
        if (exitCode != 0 || again is null || !again.Descendants(trx + "UnitTestResult").Any(r => (string?)r.Attribute("testName") == test && (string?)r.Attribute("outcome") == "Passed"))
            continue;
        failed--;
        passed++;
        Console.WriteLine($"UNSTEADY: it failed among the others, and passed when it ran again by itself: {test}\n{text}");
    }
}

XElement? ReadReport(string path) => File.Exists(path) ? XDocument.Load(path).Root : null;

// The console logger that writes no line for each passed test writes no message of a failed one either.
IEnumerable<(string Test, string Text)> FindFailed(XElement? recorded) =>
    from result in recorded?.Descendants(trx + "UnitTestResult") ?? []
    where (string?)result.Attribute("outcome") == "Failed"
    let texts = result.Descendants().Where(e => e.Name == trx + "Message" || e.Name == trx + "StackTrace").Select(static e => e.Value)
    select ((string?)result.Attribute("testName") ?? "", "    " + string.Join("\n", texts).ReplaceLineEndings("\n").TrimEnd().Replace("\n", "\n    "));

static int Count(XElement? counters, string name) => int.Parse(counters?.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);

int Run(TextWriter output, params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build leaves no process behind
    using var process = Process.Start(start)!;
    process.OutputDataReceived += (_, line) => Write(line.Data);
    process.ErrorDataReceived += (_, line) => Write(line.Data);
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    process.WaitForExit();
    return process.ExitCode;

    void Write(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.WriteLine(line);
    }
}

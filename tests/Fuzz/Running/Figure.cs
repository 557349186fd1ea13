using System.Globalization;

namespace HotWeave.Fuzz.Running;

/// <summary>A row of the table of <c>docs/hostile-input.md</c>.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="What">What is tried.</param>
/// <param name="HowMany">How many, in words.</param>
/// <param name="Commands">The commands of <c>dotnet</c>; the last one's output is the figure.</param>
/// <param name="Summarise">What came of it, from the lines of a run that went well.</param>
internal sealed record Figure(
    string Name, string What, string HowMany, IReadOnlyList<string[]> Commands, Func<IReadOnlyList<string>, string> Summarise)
{
    private const string Runtime = "tests/Runtime.Tests";
    private const string Built = Runtime + "/bin/Release/net10.0/";

    private static readonly string[] s_scenarios = ["registry", "purge", "trial", "gate", "cancellation", "refusals", "folder", "listener"];

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("inputs", "damaged inputs over all verbs", "20,000", [["exec", Self, "inputs", "20000"]], SummariseInputs),
        new("resealed", "patches with damaged content and a right digest, prepared in a live process", "10,000",
            [
                ["build", Runtime, "-c", "Release", "--nologo", "-v", "q"],
                ["exec", Built + "HotWeave.Runtime.Tests.dll", "prepare-resealed", "0", "10000"],
            ],
            SummarisePatches),
        new("bodies", "bodies of a library, each damaged in one way, checked and compiled", "10 of each",
            [
                ["build", Runtime, "-c", "Release", "--nologo", "-v", "q"],
                [
                    "exec", Built + "HotWeave.Runtime.Tests.dll", "compile-bodies", Built + "Mono.Cecil.dll",
                    Path.Combine(Path.GetTempPath(), "hotweave-bodies"), "0", "10",
                ],
            ],
            SummarisePatches),
        new("guided", "coverage-guided inputs to each reader of bytes", "600 s each", [["exec", Self, "guided", "600"]], SummariseReaders),
        new("alarms", "readers' checks of what compilers made", "the .NET that runs", [["exec", Self, "alarms", Frameworks]], static lines => lines[^1]),
        new("kills", "kills at random points, and one at each system call that changes files", "500 and all", [["exec", Self, "kills", "500"]], SummariseKills),
        new("schedules", "orders of the threads of the runtime and its agent, in each of eight scenarios", "100,000 each",
            [
                ["build", Runtime, "-c", "Release", "--nologo", "-v", "q"],
                .. s_scenarios.Select(static s => (string[])["exec", Built + "HotWeave.Runtime.Tests.dll", "run-schedules", s, "0", "100000"]),
            ],
            static _ => "each kept what is promised"),
        new("strangers", "connections of strangers to the agent", "200,000",
            [["test", "tests/Tool.Tests", "-c", "Release", "--filter", "Strangers_by_the_thousand"]],
            static _ => "closed one after the other"),
    ];

    private static string Self => typeof(Figure).Assembly.Location;

    // What the running .NET was installed with: SDKs, shared frameworks, packs.
    private static string Frameworks => Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."));

    // | **all** | tried | 0 | 1 | 2 | 70 | slow | big | outside | died | ms | MB |
    private static string SummariseInputs(IReadOnlyList<string> lines)
    {
        var all = Cells(lines[^1]);
        return $"{all[2]:N0} done, {all[3]:N0} refused with a code, {all[4]:N0} for the command line, at most {all[10]} ms of processor time "
            + $"and {all[11]} MB";
    }

    // prepared: n, and HW6101: n for each code
    private static string SummarisePatches(IReadOnlyList<string> lines)
    {
        var counts = lines.Select(static l => l.Split(": ")).Where(static l => l.Length == 2).ToList();
        int Sum(bool isPrepared) => counts.Where(c => c[0] == "prepared" == isPrepared).Sum(static c => int.Parse(c[1], null));
        return $"{Sum(false):N0} refused with a code, {Sum(true):N0} prepared, none ended the process";
    }

    // | reader | inputs | branches | corpus | found |
    private static string SummariseReaders(IReadOnlyList<string> lines) =>
        $"{lines.Skip(2).Sum(static l => Cells(l)[1]):N0} inputs to {lines.Count - 2} readers, nothing found";

    // | killed | at | kills | too late | before | after | mended | states | wrong |
    private static string SummariseKills(IReadOnlyList<string> lines)
    {
        var rows = lines.Skip(2).ToList();
        int Sum(string at, int cell) => rows.Where(l => l.Contains("| " + at, StringComparison.Ordinal)).Sum(l => Cells(l)[cell]);
        return $"{Sum("random points", 2):N0} killed at random points, {Sum("system calls", 2):N0} at system calls; nothing lost, nothing left";
    }

    private static int[] Cells(string row) =>
        [.. row.Trim('|').Split('|').Select(static c => int.TryParse(c, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : 0)];
}

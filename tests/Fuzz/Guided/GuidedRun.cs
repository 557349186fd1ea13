using System.Diagnostics;
using System.Globalization;
using HotWeave.Fuzz.Running;
using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Guided;

/// <summary>Runs the coverage-guided fuzzer over readers, each in a process of its own.</summary>
internal static class GuidedRun
{
    /// <summary>The first argument that makes this program be such a process.</summary>
    public const string Verb = "--guided";

    /// <summary>Runs all readers and prints a table; whether all was well.</summary>
    /// <param name="scratch">A folder for files.</param>
    /// <param name="corpus">The corpus, which is read; null for none.</param>
    /// <param name="kept">Where the corpus goes on; null to keep nothing.</param>
    /// <param name="time">How long each reader is tried.</param>
    /// <param name="write">Takes the lines.</param>
    public static bool Run(string scratch, string? corpus, string? kept, TimeSpan time, Action<string> write)
    {
        SeedFolder.Make(Path.Combine(scratch, "seeds"));
        var program = InstrumentedCopy.Make(Path.Combine(scratch, "instrumented"));
        write("| reader | inputs | branches | corpus | found |");
        write("|---|---:|---:|---:|---|");
        var isWell = true;
        foreach (var target in ReaderTargets.All)
        {
            var (line, isGood) = Start(program, scratch, target.Name, corpus ?? "", kept ?? "", time);
            write(line);
            isWell &= isGood;
        }

        return isWell;
    }

    /// <summary>Does the work of that process.</summary>
    public static int Work(string scratch, string name, string corpus, string kept, int seconds)
    {
        var target = ReaderTargets.All.Single(t => t.Name == name);
        var map = new CoverageMap();
        var loop = new GuidedLoop(target, map, seed: 1);
        var seeds = target.MakeSeeds(SeedFolder.In(Path.Combine(scratch, "seeds"))).Concat(corpus.Length > 0 ? Corpus.Read(corpus, name) : []);
        var found = loop.Run([.. seeds], TimeSpan.FromSeconds(seconds));
        if (kept.Length > 0)
            Corpus.Add(kept, name, found is { } bad ? loop.Corpus.Append(bad.Input) : loop.Corpus);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {loop.Count} | {map.Branches} | {loop.Corpus.Count} | {found?.Fault.ReplaceLineEndings(" ") ?? "nothing"} |"));
        return found is null ? 0 : 1;
    }

    private static (string Line, bool IsGood) Start(string program, string scratch, string name, string corpus, string kept, TimeSpan time)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", program, Verb, scratch, name, corpus, kept, ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + Limits.Memory.ToString("X", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode is 0 or 1 && line.Length > 0 ? (line, process.ExitCode == 0) : ($"| {name} | | | | ended with {process.ExitCode}: {errors.Result.ReplaceLineEndings(" ")} |", false);
    }
}

using System.Diagnostics;

namespace HotWeave.Fuzz.Running;

/// <summary>Runs the figures of <c>docs/hostile-input.md</c> in turn, in full, and prints its table; all of them take hours.</summary>
internal static class EveryFigure
{
    /// <summary>Runs them, from the root of the repository; false when one did not go well.</summary>
    /// <param name="names">Those that are wanted; all, where there are none.</param>
    public static bool Run(IReadOnlyList<string> names)
    {
        var rows = new List<string>();
        var areWell = true;
        foreach (var figure in Figure.All.Where(f => names.Count == 0 || names.Contains(f.Name)))
        {
            var watch = Stopwatch.StartNew();
            var (isWell, output) = Run(figure);
            areWell &= isWell;
            rows.Add($"| {figure.What} | {figure.HowMany} | {(isWell ? figure.Summarise(output) : "not well, see above")} | {watch.Elapsed.TotalMinutes:N0} |");
            Console.WriteLine("== " + rows[^1]);
        }

        Console.WriteLine("| what | how many | how it ended | minutes |");
        Console.WriteLine("|---|---:|---|---:|");
        foreach (var row in rows)
            Console.WriteLine(row);
        return areWell;
    }

    private static (bool IsWell, IReadOnlyList<string> Output) Run(Figure figure)
    {
        List<string> output = [];
        foreach (var command in figure.Commands)
        {
            Console.WriteLine($"== dotnet {string.Join(' ', command)}");
            output.Clear();
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", command)
            {
                RedirectStandardOutput = true,
            };
            start.Environment["HOTWEAVE_FULL_SIZE"] = "1";
            using var process = Process.Start(start)!;
            while (process.StandardOutput.ReadLine() is { } line)
            {
                output.Add(line);
                // The number of an input that is tried is for who looks for the one that ended it.
                if (!int.TryParse(line, out _))
                    Console.WriteLine(line);
            }

            process.WaitForExit();
            if (process.ExitCode == 0)
                continue;
            Console.WriteLine($"== ended with {process.ExitCode} after: {(output.Count > 0 ? output[^1] : "")}");
            return (false, output);
        }

        return (true, output);
    }
}

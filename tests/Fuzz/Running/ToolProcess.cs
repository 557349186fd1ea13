using System.Diagnostics;
using System.Globalization;
using HotWeave.Fuzz.Inputs;
using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Running;

/// <summary>Runs one command as users do, in a process of its own.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);
    // On a busy machine, most of the time that it takes is not its own.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    /// <summary>Runs a case on an input.</summary>
    public static Outcome Run(string scratch, SeedFolder seeds, InputCase input, int number, byte[] bytes)
    {
        using var folder = new WorkingFolder(scratch, seeds, input);
        folder.Put(input.Damaged, bytes);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        foreach (var argument in input.Arguments.Prepend(typeof(Tool.Program).Assembly.Location).Prepend("exec"))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (memory, spent) = Follow(process);
        var result = process.ExitCode.ToString(CultureInfo.InvariantCulture);
        var isBad = spent > Limits.LongestRun ? Outcome.Slow : memory > Limits.Memory ? Outcome.Big : folder.IsLeft ? Outcome.Outside : null;
        return new Outcome(input.Name, number, isBad ?? result, (int)spent.TotalMilliseconds, (int)(memory >> 20), string.Concat(texts.Result));
    }

    private static (long Memory, TimeSpan Spent) Follow(Process process)
    {
        var (memory, spent) = (0L, TimeSpan.Zero);
        for (var watch = Stopwatch.StartNew(); !process.WaitForExit(s_look);)
        {
            if (watch.Elapsed > s_longestWait)
                process.Kill();
            memory = Math.Max(memory, PeakOf(process.Id));
            spent = TimeOf(process) ?? spent;
        }

        process.WaitForExit();
        return (memory, spent);
    }

    private static TimeSpan? TimeOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null; // it has ended
        }
    }

    // Grows only, so that the last look knows of all before.
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }
}

using System.Diagnostics;
using System.Globalization;

namespace HotWeave.Fuzz.Running;

/// <summary>Has inputs run in processes of their own, one after the other: what ends one is an outcome, and the next goes on behind it.</summary>
internal static class WorkerProcess
{
    /// <summary>The first argument that makes this program be that process.</summary>
    public const string Verb = "--worker";

    /// <summary>Runs inputs and says how each ended.</summary>
    /// <param name="seeds">The folder of seeds.</param>
    /// <param name="nameOf">The case that an input is of.</param>
    /// <param name="first">The first input's number.</param>
    /// <param name="end">The number behind the last one's.</param>
    public static IEnumerable<Outcome> Run(string seeds, Func<int, string> nameOf, int first, int end)
    {
        for (var next = first; next < end;)
        {
            using var process = Start(seeds, next, end);
            var errors = process.StandardError.ReadToEndAsync();
            var begun = next - 1;
            var isAnswered = true;
            while (process.StandardOutput.ReadLine() is { } line && line != "done")
            {
                if (line.StartsWith("begin ", StringComparison.Ordinal))
                    (begun, isAnswered) = (int.Parse(line.AsSpan(6), null), false);
                else if (Outcome.Parse(line) is { } outcome)
                {
                    isAnswered = true;
                    yield return outcome;
                }
            }

            process.WaitForExit();
            if (begun < next)
                throw new InvalidOperationException($"The process that runs inputs ended with {process.ExitCode}: {errors.Result}");
            if (!isAnswered)
                yield return new Outcome(nameOf(begun), begun, Outcome.Died, 0, 0, $"exit code {process.ExitCode}: {Shorten(errors.Result)}");
            next = begun + 1;
        }
    }

    private static string Shorten(string text) => text.Length > 2000 ? text[..2000] : text;

    private static Process Start(string seeds, int first, int end)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in new[] { "exec", typeof(WorkerProcess).Assembly.Location, Verb, seeds, first.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + Limits.Memory.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Weaver.Tests.Harness;

namespace HotWeave.Survey.Pairs;

/// <summary>
/// A process that loads a woven library, compiles every method of it, takes a patch (whose every token is looked up and every method compiled in doing so) and
/// gives it back.
/// </summary>
internal static class TakingProcess
{
    /// <summary>The first argument that makes this program be that process.</summary>
    public const string Verb = "--take";

    private const string Mark = "failed: ";

    /// <summary>Starts one and returns what failed in it; without a patch only the woven code is compiled.</summary>
    public static IReadOnlyList<string> Run(string woven, string plain, string? patch)
    {
        string[] arguments = [typeof(TakingProcess).Assembly.Location, Verb, woven, plain, .. patch is null ? (string[])[] : [patch]];
        var path = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var failures = process.StandardOutput.ReadToEnd().Split('\n').Where(static l => l.StartsWith(Mark, StringComparison.Ordinal)).Select(static l => l[Mark.Length..]).ToList();
        process.WaitForExit();
        return process.ExitCode == 0 ? failures : [.. failures, $"The process ended with {process.ExitCode}: {errors.Result.Trim()}"];
    }

    /// <summary>Does the work of that process.</summary>
    public static async Task Work(string woven, string plain, string? patch)
    {
        var live = new Variant("woven", Path.GetDirectoryName(woven)!);
        var assembly = live.Load(Path.GetFileName(woven));

        // What the published assembly does not compile either, the platform's own code for others, is not ours.
        var (compiled, failures) = JitSweep.Run(assembly);
        if (failures.Count > 0)
            failures = [.. failures.Except(JitSweep.Run(new Variant("plain", Path.GetDirectoryName(plain)!).Load(Path.GetFileName(plain))).Failures)];
        Console.WriteLine($"{compiled} methods were compiled");
        foreach (var failure in failures)
            Fail("woven: " + failure);
        if (patch is null)
            return;
        try
        {
            var applied = await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context, AcceptState = true });
            foreach (var warning in applied.Warnings)
                Console.WriteLine(warning);
            await HotSwap.RollbackAsync(applied.From, new SwapOptions { AcceptState = true });
        }
        catch (SwapException e)
        {
            Fail(e.ToString());
        }
    }

    private static void Fail(string what) => Console.WriteLine(Mark + what.ReplaceLineEndings(" "));
}

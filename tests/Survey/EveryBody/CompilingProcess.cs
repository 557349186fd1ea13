using System.Diagnostics;
using System.Globalization;
using HotWeave.Benchmarks.Building;

namespace HotWeave.Survey.EveryBody;

/// <summary>
/// A process that loads a woven library, takes a patch, has all of it compiled, and gives it back; with the library's workload before, in
/// between and after.
/// </summary>
internal static class CompilingProcess
{
    /// <summary>The first argument that makes this program be that process.</summary>
    public const string Verb = "--compile-patch";

    private const string Beginning = "at: ";
    private const string Failed = "failed: ";
    private const string Open = "open: ";
    private const string Compiled = "compiled: ";
    private const string Worked = "worked: ";

    /// <summary>
    /// Starts one and returns what it found; a process that ends early is a failure that names the method it was compiling.
    /// </summary>
    public static CompiledPatch Run(string woven, string plain, string patch)
    {
        string[] arguments = [typeof(CompilingProcess).Assembly.Location, Verb, woven, plain, patch];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        var failures = Lines(Failed).ToList();
        if (process.ExitCode != 0)
        {
            var at = Lines(Beginning).LastOrDefault("nothing yet");
            failures.Add($"the process ended with {process.ExitCode} at {at}: {errors.Result.Trim()}");
        }

        var compiled = Lines(Compiled).Sum(static c => int.Parse(c, CultureInfo.InvariantCulture));
        return new CompiledPatch(compiled, [.. Lines(Open)], Lines(Worked).Count(), failures);

        IEnumerable<string> Lines(string mark) =>
            lines.Where(l => l.StartsWith(mark, StringComparison.Ordinal)).Select(l => l[mark.Length..].TrimEnd());
    }

    /// <summary>Does the work of that process.</summary>
    public static async Task Work(string woven, string plain, string patch)
    {
        var folder = Path.GetDirectoryName(woven)!;
        var live = new Variant("woven", folder);
        var library = live.Load(Path.GetFileName(woven));
        var expected = Workload.Find(new Variant("plain", Path.GetDirectoryName(plain)!), Path.GetDirectoryName(plain)!)?.Invoke();
        var workload = expected is null ? null : Workload.Find(live, folder);
        Use("before the patch");
        try
        {
            var applied = await HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context, AcceptState = true });
            Use("with the patch");
            Sweep(library);
            await HotSwap.RollbackAsync(applied.From, new SwapOptions { AcceptState = true });
            Use("after the patch");
        }
        catch (SwapException e)
        {
            Say(Failed, e.ToString());
        }

        void Use(string when)
        {
            if (workload is null)
                return;
            if (workload().AsSpan().SequenceEqual(expected))
                Say(Worked, when);
            else
                Say(Failed, $"the workload gives other results {when}");
        }
    }

    private static void Sweep(System.Reflection.Assembly library)
    {
        var sweep = new PatchSweep(new GenericArguments([library]), static method => Say(Beginning, method));
        var loaded = AppDomain.CurrentDomain.GetAssemblies();
        foreach (var assembly in loaded.Where(static a => a.GetName().Name!.Contains(".patch-", StringComparison.Ordinal)))
            sweep.Compile(assembly);
        foreach (var failure in sweep.Failures)
            Say(Failed, failure);
        foreach (var open in sweep.Uninstantiated)
            Say(Open, open);
        Say(Compiled, sweep.Compiled.ToString(CultureInfo.InvariantCulture));
    }

    private static void Say(string mark, string what) => Console.WriteLine(mark + what.ReplaceLineEndings(" "));
}

/// <summary>What a process made of a patch.</summary>
/// <param name="Compiled">How many bodies were compiled.</param>
/// <param name="Uninstantiated">The generic methods for which no arguments were found.</param>
/// <param name="Worked">How often the workload gave what it should; 0 where there is none.</param>
/// <param name="Failures">What failed.</param>
internal sealed record CompiledPatch(int Compiled, IReadOnlyList<string> Uninstantiated, int Worked, IReadOnlyList<string> Failures);

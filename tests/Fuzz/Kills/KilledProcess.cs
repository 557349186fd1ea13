using System.Diagnostics;

namespace HotWeave.Fuzz.Kills;

/// <summary>Starts processes, and ends them as nothing can resist.</summary>
internal static class KilledProcess
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs one to its end.</summary>
    public static (int Code, string Output, string Errors) Run(KillPlace place, string[] command, params string[] before)
    {
        using var process = Start(place, command, before);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_longest))
            process.Kill();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>How long an operation takes from where it is ready.</summary>
    public static TimeSpan Measure(KillPlace place, KillCase killed)
    {
        using var process = Start(place, killed.Command(place.Folder));
        var watch = Begin(process, killed);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? watch.Elapsed
            : throw new InvalidOperationException($"'{killed.Name}' ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
    }

    /// <summary>Kills an operation some time after it is ready; false when it was quicker.</summary>
    public static bool KillAfter(KillPlace place, KillCase killed, TimeSpan delay)
    {
        using var process = Start(place, killed.Command(place.Folder));
        var watch = Begin(process, killed);
        // A thread that sleeps wakes a millisecond too late, when everything is done.
        if (delay > TimeSpan.FromMilliseconds(20))
            Thread.Sleep(delay - TimeSpan.FromMilliseconds(20));
        while (watch.Elapsed < delay)
            Thread.SpinWait(50);
        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 137;
    }

    private static Stopwatch Begin(Process process, KillCase killed)
    {
        if (killed.Ready is { } word && process.StandardOutput.ReadLine() is var line && line != word)
            throw new InvalidOperationException($"'{killed.Name}' said '{line}': {process.StandardError.ReadToEnd()}");
        return Stopwatch.StartNew();
    }

    private static Process Start(KillPlace place, string[] command, params string[] before)
    {
        string[] all = [.. before, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", .. command];
        Directory.CreateDirectory(place.Temporary);
        return Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment =
            {
                ["TMPDIR"] = place.Temporary,
                ["DOTNET_EnableDiagnostics"] = "0", // the system's own sockets would lie in the temporary folder
                ["DOTNET_TieredPGO"] = "0",
                ["HOTWEAVE_PATCHES"] = place.Folder,
                ["HOTWEAVE_AUDIT"] = Path.Combine(Path.GetDirectoryName(place.Root)!, "audit.jsonl"),
                ["HOTWEAVE_START_TIMEOUT"] = "60",
            },
        })!;
    }
}

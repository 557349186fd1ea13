using System.Diagnostics;
using System.Threading.Channels;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Gaps;

/// <summary>The work of a process of its own: one client, and a server that is swapped again and again.</summary>
internal sealed class GapMeasurement(Variant live, byte[] patch, GapClient client)
{
    private const string Case = "GapServer";
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(20);

    /// <summary>The ways to swap, as the table names them.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["Immediate", "UnitOfWork", "Quiescent", "Quiescent, prepared before", "Quiescent, prepared before, a unit of 10 ms runs"];

    /// <summary>Measures the pings of a server, and its swaps where there is a patch.</summary>
    public static void Run(string woven, string? patch, int rounds)
    {
        var live = new Variant("gaps", Path.GetDirectoryName(woven)!);
        var file = Path.GetFileName(woven);
        using var client = new GapClient(live.Method<Func<ChannelReader<int>, ChannelWriter<int>, Task>>(file, Case, "ServeAsync"));
        Rate(client, rounds);
        if (patch is not null)
            new GapMeasurement(live, File.ReadAllBytes(patch), client).Run(live.Method<Func<Task>>(file, Case, "LongAsync"), rounds);
    }

    private static void Rate(GapClient client, int rounds)
    {
        Thread.Sleep(500); // warms: tiered code first
        for (var round = 0; round < rounds; round++)
        {
            var (count, begin, used) = (client.Count, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            Thread.Sleep(100);
            var answered = client.Count - count;
            Samples.WriteLine("rate", answered / Stopwatch.GetElapsedTime(begin).TotalSeconds);
            Samples.WriteLine("processor", (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / answered);
        }
    }

    private void Run(Func<Task> longUnit, int rounds)
    {
        // The first rounds compile what swaps.
        for (var round = -5; round < rounds; round++)
        {
            for (var i = 0; i < Ways.Count; i++)
                Round(Ways[(i + round + 5) % Ways.Count], longUnit, isWarm: round >= 0);
        }
    }

    private void Round(string way, Func<Task> longUnit, bool isWarm)
    {
        var options = new SwapOptions { LoadContext = live.Context, Reclaimable = true, Mode = Enum.Parse<SwapMode>(way.Split(',')[0]), Timeout = TimeSpan.FromMinutes(1) };
        var prepared = way.Contains("prepared", StringComparison.Ordinal) ? HotSwap.PrepareAsync(patch, options).GetAwaiter().GetResult() : null;
        var running = way.EndsWith("runs", StringComparison.Ordinal) ? Task.Run(longUnit) : Task.CompletedTask;
        var took = TimeSpan.Zero;
        var (gap, length) = client.Window(
            () =>
            {
                var begin = Stopwatch.GetTimestamp();
                (prepared is null ? HotSwap.ApplyAsync(patch, options) : prepared.CommitAsync(options)).GetAwaiter().GetResult();
                took = Stopwatch.GetElapsedTime(begin);
            },
            s_window);
        Expect(2);
        running.GetAwaiter().GetResult();
        HotSwap.RollbackAsync(VersionNumber.Baseline, options).GetAwaiter().GetResult();
        Expect(1);
        var (plain, _) = client.Window(static () => { }, length);
        if (!isWarm)
            return;
        Samples.WriteLine(way + " gap", gap);
        Samples.WriteLine(way + " plain", plain);
        Samples.WriteLine(way + " took", took.TotalMilliseconds);
    }

    // Soon: the ping that was under way may have been answered by the other one.
    private void Expect(int version)
    {
        if (!SpinWait.SpinUntil(() => client.Version == version, TimeSpan.FromSeconds(30)))
            throw new InvalidOperationException($"Version {client.Version} answers where {version} is current.");
    }
}

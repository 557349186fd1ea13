using System.Globalization;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Memory;

/// <summary>What is left of patches: of reclaimable ones, taken and given back again and again, and of permanent ones.</summary>
internal static class MemoryTable
{
    /// <summary>After how many swaps the process has all that it needs for any number of them.</summary>
    public const int Settled = 100;

    private const string FileName = "MemorySample.dll";

    // What would move of itself and is not the patches': methods that are compiled again when they are warm, and arenas that the C library adds for threads.
    private static readonly Dictionary<string, string> s_still = new() { ["DOTNET_TieredCompilation"] = "0", ["MALLOC_ARENA_MAX"] = "1" };

    private static readonly SwapMode[] s_modes = [SwapMode.Immediate, SwapMode.UnitOfWork, SwapMode.Quiescent];

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        PrintReclaimable(isShort ? 2 * Settled : 100 * Settled);
        PrintPermanent(isShort ? 4 : 200);
    }

    /// <summary>After how many swaps it is looked.</summary>
    public static IEnumerable<int> Checkpoints(int swaps) => new[] { Settled, 10 * Settled, 30 * Settled }.Where(n => n < swaps).Append(swaps);

    /// <summary>Swaps there and back so many times in a process of its own; what it held after so many swaps, as "100 heap", and "plain 100 heap" what one held that loaded and unloaded as many plain load contexts.</summary>
    public static Samples MeasureReclaimable(int swaps)
    {
        using var scratch = new ScratchDirectory();
        var (plain, second, woven, patch) = (scratch.File("1", FileName), scratch.File("2", FileName), scratch.File("woven", FileName), scratch.File("memory.hotpatch"));
        CaseCompiler.Compile(plain, CaseCompiler.Text("MemorySample"), [], []);
        CaseCompiler.Compile(second, CaseCompiler.Text("MemorySample"), ["V2"], []);
        Builds.Weave(plain, woven);
        Builds.Patch(woven, second, patch);
        var samples = Child("reclaimable", woven, Path.GetDirectoryName(patch)!, swaps);
        samples.AddAll("plain ", Child("plain", second, scratch.Root, swaps));
        return samples;
    }

    /// <summary>The work of a process of its own.</summary>
    public static void Measure(string kind, string woven, string patches, int swaps)
    {
        var files = Directory.GetFiles(patches, "*.hotpatch").Order(StringComparer.Ordinal).ToArray();
        switch (kind)
        {
            case "reclaimable":
                Reclaim(woven, files.Single(), swaps);
                break;
            case "plain":
                PlainContexts.Run(woven, swaps);
                break;
            default:
                Stay(woven, files);
                break;
        }
    }

    private static void PrintReclaimable(int swaps)
    {
        var samples = MeasureReclaimable(swaps);
        var table = new Table("Memory after reclaimable swaps", "swaps", "heap", "private", "contexts", "heap, kB", "private, kB", "more, / plain contexts");
        foreach (var swap in Checkpoints(swaps))
        {
            table.Add(
                $"{swap}",
                Table.Ratio(samples[$"{swap} heap"], samples[$"{Settled} heap"]),
                Table.Ratio(samples[$"{swap} private"], samples[$"{Settled} private"]),
                $"{samples[$"{swap} contexts"]}",
                Table.Number(samples[$"{swap} heap"] / 1000),
                Table.Number(samples[$"{swap} private"] / 1000),
                swap == Settled ? "" : Table.Ratio(Growth(""), Growth("plain ")));

            double Growth(string kind) => samples[$"{kind}{swap} private"] - samples[$"{kind}{Settled} private"];
        }

        table.Print();
    }

    private static void PrintPermanent(int count)
    {
        using var scratch = new ScratchDirectory();
        var (plain, woven) = (scratch.File("1", FileName), scratch.File("woven", FileName));
        CaseCompiler.Compile(plain, CaseCompiler.Text("MemorySample"), [], []);
        Builds.Weave(plain, woven);
        for (var i = 0; i < count; i++)
        {
            var @new = scratch.File("2", FileName);
            CaseCompiler.Compile(@new, CaseCompiler.Text("MemorySample").Replace("+ 1)", $"+ 1) + {i + 1}", StringComparison.Ordinal), [], []);
            Builds.Patch(woven, @new, scratch.File("patches", $"{i:000}.hotpatch"));
        }

        var samples = Child("permanent", woven, scratch.File("patches"), count);
        var patches = samples["patches"];
        var table = new Table("What a permanent patch leaves behind", "measure", "/ bytes that status shows", "kB of a patch");
        foreach (var measure in new[] { "status", "heap", "private" })
        {
            var each = measure == "status" ? samples["status"] / patches : (samples["last " + measure] - samples["first " + measure]) / patches;
            table.Add(measure, Table.Ratio(each, samples["status"] / patches), Table.Number(each / 1000));
        }

        table.Print();
    }

    private static Samples Child(string kind, string woven, string patches, int swaps)
    {
        var samples = new Samples();
        samples.AddLines(Measuring.Child.Run(["memory", kind, woven, patches, swaps.ToString(CultureInfo.InvariantCulture)], s_still));
        return samples;
    }

    private static void Reclaim(string woven, string patch, int swaps)
    {
        var (live, post) = Load(woven);
        var bytes = File.ReadAllBytes(patch);
        for (var swap = 1; swap <= swaps; swap++)
        {
            Swap(swap);
            if (Checkpoints(swaps).Contains(swap))
            {
                // Of what the collection shows to be unloaded the next swap forgets what is too old.
                MemoryUse.Now();
                Swap(swap);
                MemoryUse.Now().Write($"{swap}");
            }
        }

        void Swap(int swap)
        {
            var options = new SwapOptions { LoadContext = live.Context, Reclaimable = true, Mode = s_modes[swap % s_modes.Length], Timeout = TimeSpan.FromMinutes(1) };
            HotSwap.ApplyAsync(bytes, options).GetAwaiter().GetResult();
            Expect(post, 24);
            HotSwap.RollbackAsync(VersionNumber.Baseline, options).GetAwaiter().GetResult();
            Expect(post, 22);
        }
    }

    private static void Stay(string woven, string[] patches)
    {
        var (live, post) = Load(woven);
        // The first ones make the runtime's own code ready.
        var warm = Math.Min(patches.Length / 2, 20);
        var before = 0L;
        for (var i = 0; i < patches.Length; i++)
        {
            HotSwap.ApplyAsync(patches[i], new SwapOptions { LoadContext = live.Context }).GetAwaiter().GetResult();
            Expect(post, 22 + i + 1);
            if (i + 1 != warm && i + 1 != patches.Length)
                continue;
            HotSwap.RollbackAsync(VersionNumber.Baseline).GetAwaiter().GetResult();
            Expect(post, 22);
            MemoryUse.Now().Write(i + 1 == warm ? "first" : "last");
            if (i + 1 == warm)
                before = HotSwap.GetStatus().Retained.Bytes;
        }

        Samples.WriteLine("status", HotSwap.GetStatus().Retained.Bytes - before);
        Samples.WriteLine("patches", patches.Length - warm);
    }

    private static (Variant Live, Func<int> Post) Load(string woven)
    {
        var live = new Variant("memory", Path.GetDirectoryName(woven)!);
        return (live, live.Method<Func<int>>(FileName, "MemorySample", "Post"));
    }

    private static void Expect(Func<int> post, int expected)
    {
        using var unit = UnitOfWork.Enter("memory");
        if (post() is var answer && answer != expected)
            throw new InvalidOperationException($"Version {HotSwap.GetStatus().Current} answered {answer} where {expected} is right.");
    }
}

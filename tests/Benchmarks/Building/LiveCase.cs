using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Building;

/// <summary>A case woven, loaded, and taken by a patch to the build that the symbol <c>V2</c> makes of it; its loops are measured in pairs.</summary>
internal sealed class LiveCase
{
    private const int Rounds = 400;
    private readonly string _name;
    private readonly Variant _live;

    private LiveCase(string name, Variant live) => (_name, _live) = (name, live);

    /// <summary>Makes and patches it.</summary>
    public static LiveCase Patched(ScratchDirectory scratch, string name)
    {
        var file = name + ".dll";
        var (plain, second, woven) = (scratch.File("1", file), scratch.File("2", file), scratch.File("woven", file));
        CaseCompiler.Compile(plain, CaseCompiler.Text(name), [], []);
        CaseCompiler.Compile(second, CaseCompiler.Text(name), ["V2"], []);
        Builds.Weave(plain, woven);
        var live = new Variant(name, Path.GetDirectoryName(woven)!);
        live.Load(file);
        var patch = Builds.Patch(woven, second, scratch.File(name + ".hotpatch"));
        HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context }).GetAwaiter().GetResult();
        return new LiveCase(name, live);
    }

    /// <summary>Adds a row: what a pass of one loop takes beside one of another, in nanoseconds, so many times with processor and caches warm.</summary>
    public void AddRow(Table table, string row, string peer, string measured, int passes, bool isShort)
    {
        var (plain, added) = (Loop(peer), Loop(measured));
        var samples = new Samples();
        // In turns, so that what else the machine does meets both alike.
        for (var round = 0; round < (isShort ? 3 : Rounds); round++)
        {
            samples.Add("plain", Time(plain, passes));
            samples.Add("added", Time(added, passes));
        }

        var (before, after) = (samples["plain"], samples["added"]);
        table.Add(row, Table.Ratio(samples.PairedRatio("added", "plain")), Table.Number(before), Table.Number(after - before));
    }

    private Func<int, int> Loop(string name)
    {
        var loop = _live.Method<Func<int, int>>(_name + ".dll", _name, name);
        return loop(999) == 999 ? loop : throw new InvalidOperationException($"{name} answered {loop(999)} where 999 is right.");
    }

    private static double Time(Func<int, int> loop, int passes)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        loop(passes);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalNanoseconds / passes;
    }
}

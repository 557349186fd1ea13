using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Units;

/// <summary>What a method marked <c>[UnitOfWork]</c> costs, beside one that sets an <see cref="AsyncLocal{T}"/> and puts it back.</summary>
internal static class UnitTable
{
    private const int Calls = 20_000;
    private const string FileName = "UnitCalls.dll";

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var (plain, woven) = (scratch.File("1", FileName), scratch.File("woven", FileName));
        CaseCompiler.Compile(plain, CaseCompiler.Text("UnitCalls"), [], []);
        Builds.Weave(plain, woven);
        var live = new Variant("units", Path.GetDirectoryName(woven)!);
        live.Load(FileName);

        var table = new Table("Units of work", "call", "unit / AsyncLocal", "AsyncLocal, ns", "unit, ns");
        foreach (var (name, peer, unit) in new[]
        {
            ("synchronous, begins a unit", "LocalCall", "UnitCall"),
            ("synchronous, within a unit", "LocalNested", "UnitNested"),
            ("task that is done, begins a unit", "LocalTaskCall", "UnitTaskCall"),
            ("task that awaits, begins a unit", "LocalAwaitCall", "UnitAwaitCall"),
        })
        {
            var samples = Measure(Loop(live, peer), Loop(live, unit), isShort);
            table.Add(name, Table.Ratio(samples.PairedRatio("unit", "peer")), Table.Number(samples["peer"]), Table.Number(samples["unit"]));
        }

        table.Print();
    }

    private static Func<int, int> Loop(Variant live, string name)
    {
        var loop = live.Method<Func<int, int>>(FileName, "UnitCalls", name);
        return loop(999) == 999 ? loop : throw new InvalidOperationException($"{name} answered {loop(999)} where 999 is right.");
    }

    // In turns, so that what else the machine does meets both alike.
    private static Samples Measure(Func<int, int> peer, Func<int, int> unit, bool isShort)
    {
        var samples = new Samples();
        for (var round = 0; round < (isShort ? 3 : 300); round++)
        {
            samples.Add("peer", Time(peer));
            samples.Add("unit", Time(unit));
        }

        return samples;
    }

    private static double Time(Func<int, int> loop)
    {
        var start = Stopwatch.GetTimestamp();
        loop(Calls);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
    }
}

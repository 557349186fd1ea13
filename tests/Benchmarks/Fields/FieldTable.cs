using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Fields;

/// <summary>What a field that a patch added costs, beside a field of the same objects that was there from the beginning.</summary>
internal static class FieldTable
{
    private const int Accesses = 100_000;
    private const string FileName = "AddedFields.dll";

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var (plain, second, woven) = (scratch.File("1", FileName), scratch.File("2", FileName), scratch.File("woven", FileName));
        CaseCompiler.Compile(plain, CaseCompiler.Text("AddedFields"), [], []);
        CaseCompiler.Compile(second, CaseCompiler.Text("AddedFields"), ["V2"], []);
        Builds.Weave(plain, woven);
        var live = new Variant("fields", Path.GetDirectoryName(woven)!);
        live.Load(FileName);
        var patch = Builds.Patch(woven, second, scratch.File("fields.hotpatch"));
        HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = live.Context }).GetAwaiter().GetResult();

        var table = new Table("Fields that a patch added", "access", "added / plain", "plain, ns", "more, ns");
        foreach (var name in new[] { "Read", "Write", "Generic" })
        {
            var (before, after) = Measure(Loop(live, name + "Plain"), Loop(live, name + "Added"), isShort);
            table.Add(name, Table.Ratio(after, before), Table.Number(before), Table.Number(after - before));
        }

        table.Print();
    }

    private static Func<int, int> Loop(Variant live, string name)
    {
        var loop = live.Method<Func<int, int>>(FileName, "AddedFields", name);
        return loop(999) == 999 ? loop : throw new InvalidOperationException($"{name} answered {loop(999)} where 999 is right.");
    }

    // In turns, so that what else the machine does meets both alike.
    private static (double Plain, double Added) Measure(Func<int, int> plain, Func<int, int> added, bool isShort)
    {
        var samples = new Samples();
        for (var round = 0; round < (isShort ? 3 : 400); round++)
        {
            samples.Add("plain", Time(plain));
            samples.Add("added", Time(added));
        }

        return (samples["plain"], samples["added"]);
    }

    private static double Time(Func<int, int> loop)
    {
        var start = Stopwatch.GetTimestamp();
        loop(Accesses);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Accesses;
    }
}

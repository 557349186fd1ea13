using System.Globalization;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Gaps;

/// <summary>The longest time that a client waits for an answer while the server is swapped, beside the same client while it is not; and an Erlang node that does the same.</summary>
internal static class GapTable
{
    private const string FileName = "GapServer.dll";

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var rounds = isShort ? 2 : 101;
        var own = MeasureOwn(scratch, rounds);
        var erlang = ErlangNode.IsInstalled ? ErlangNode.Measure(scratch, rounds) : null;

        var gaps = new Table("The longest gap between two answers", "swap", "gap / without a swap", "gap, µs", "without, µs", "quietest tenth, µs", "without, µs", "the swap takes, ms");
        foreach (var way in GapMeasurement.Ways)
            AddGap(gaps, way, own, way + " ", Table.Number(own[way + " took"]));
        if (erlang is not null)
            AddGap(gaps, "Erlang, code:load_binary", erlang, "", "");
        gaps.Print();

        var rates = new Table("Pings that are answered, one after the other", "server", "processor time of an answer / Erlang", "per second / Erlang", "processor time of an answer, µs", "per second");
        AddRate("unwoven", own, "unwoven ");
        AddRate("woven, each ping a unit", own, "");
        if (erlang is not null)
            AddRate("Erlang", erlang, "");
        rates.Print();
        if (erlang is null)
            Console.WriteLine("\nErlang is not installed (package erlang-base: erl and erlc on the PATH), so there are no rows of it.");

        void AddRate(string server, Samples samples, string prefix) => rates.Add(
            server,
            erlang is null ? "" : Table.Ratio(samples[prefix + "processor"], erlang["processor"]),
            erlang is null ? "" : Table.Ratio(samples[prefix + "rate"], erlang["rate"]),
            Table.Number(samples[prefix + "processor"]),
            Table.Number(samples[prefix + "rate"]));
    }

    /// <summary>The server compiled, woven and swapped in a process of its own.</summary>
    private static Samples MeasureOwn(ScratchDirectory scratch, int rounds)
    {
        var (plain, second, woven, patch) = (scratch.File("1", FileName), scratch.File("2", FileName), scratch.File("woven", FileName), scratch.File("gaps.hotpatch"));
        CaseCompiler.Compile(plain, CaseCompiler.Text("GapServer"), [], []);
        CaseCompiler.Compile(second, CaseCompiler.Text("GapServer"), ["V2"], []);
        Builds.Weave(plain, woven);
        Builds.Patch(woven, second, patch);
        var samples = new Samples();
        samples.AddLines(Child.Run(["gaps", woven, patch, rounds.ToString(CultureInfo.InvariantCulture)]));
        var unwoven = new Samples();
        unwoven.AddLines(Child.Run(["gaps", plain, rounds.ToString(CultureInfo.InvariantCulture)]));
        samples.AddAll("unwoven ", unwoven);
        return samples;
    }

    private static void AddGap(Table table, string swap, Samples samples, string prefix, string took) => table.Add(
        swap,
        Table.Ratio(samples.PairedRatio(prefix + "gap", prefix + "plain")),
        Table.Number(samples[prefix + "gap"]),
        Table.Number(samples[prefix + "plain"]),
        // Other work on the machine only ever makes gaps longer.
        Table.Number(samples.Below(prefix + "gap", 0.1)),
        Table.Number(samples.Below(prefix + "plain", 0.1)),
        took);
}

using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;
using HotWeave.Benchmarks.Measuring;
using Mono.Cecil;

namespace HotWeave.Benchmarks.Weaving;

/// <summary>Weaving whole assemblies, beside reading and writing them with Cecil alone.</summary>
internal static class WeavingTable
{
    private static readonly string[] Ways = ["cecil", "weave"];

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        var table = new Table(
            "Weaving / reading and writing with Cecil alone", "assembly", "time, warm", "time, first", "allocated", "peak memory", "file size", "Cecil warm, ms", "Cecil peak, MB");
        string[] inputs = isShort ? [JsonVariant.PackageFile] : [JsonVariant.PackageFile, Largest()];
        foreach (var input in inputs)
        {
            var samples = new Samples();
            for (var round = 0; round < (isShort ? 1 : 3); round++)
            {
                foreach (var way in round % 2 == 0 ? Ways : Ways.Reverse())
                    samples.AddLines(Child.Run(["weaving", way, input, isShort ? "short" : "long"]));
            }

            var ratios = new[] { "warm", "first", "allocated", "peak", "size" }.Select(m => Table.Ratio(samples[$"weave {m}"], samples[$"cecil {m}"]));
            table.Add([Path.GetFileName(input), .. ratios, Table.Number(samples["cecil warm"]), Table.Number(samples["cecil peak"] / 1e6)]);
        }

        table.Print();
    }

    /// <summary>The work of a process of its own: one way, first cold, then warm.</summary>
    public static void Measure(string way, string input, bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var output = scratch.File(Path.GetFileName(input));
        Action work = way == "weave" ? () => Builds.Weave(input, output) : () => Copy(input, output);
        Samples.WriteLine($"{way} first", Cost.Of(work).Processor);
        using (var process = Process.GetCurrentProcess())
            Samples.WriteLine($"{way} peak", process.PeakWorkingSet64);
        var samples = Cost.Interleaved(isShort ? 1 : 7, (way, work));
        Samples.WriteLine($"{way} warm", samples[way]);
        Samples.WriteLine($"{way} allocated", samples[$"{way} bytes"]);
        Samples.WriteLine($"{way} size", way == "weave" ? new FileInfo(output).Length : new FileInfo(input).Length);
    }

    // The compiler that this program itself uses is the largest assembly at hand.
    private static string Largest() => typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.Location;

    private static void Copy(string input, string output)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(input));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(input, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver, InMemory = true });
        module.Write(output);
    }
}

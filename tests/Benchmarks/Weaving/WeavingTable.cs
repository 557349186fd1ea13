using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;
using HotWeave.Benchmarks.Measuring;
using Mono.Cecil;

namespace HotWeave.Benchmarks.Weaving;

/// <summary>Weaving whole assemblies, beside reading and writing them with Cecil alone.</summary>
internal static class WeavingTable
{
    private static readonly string[] Ways = ["cecil", "bodies", "weave"];

    // As the tool itself runs.
    private static readonly Dictionary<string, string> ToolSettings = new() { ["DOTNET_gcConcurrent"] = "0", ["DOTNET_TieredPGO"] = "0" };

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        var table = new Table(
            "Weaving / reading and writing with Cecil alone", "assembly", "time, warm", "bodies decoded too, warm", "time, first", "allocated", "peak memory", "file size", "Cecil warm, ms", "Cecil peak, MB");
        string[] inputs = isShort ? [JsonVariant.PackageFile] : [JsonVariant.PackageFile, Largest()];
        foreach (var input in inputs)
        {
            var samples = new Samples();
            for (var round = 0; round < (isShort ? 1 : 3); round++)
            {
                foreach (var way in round % 2 == 0 ? Ways : Ways.Reverse())
                    samples.AddLines(Child.Run(["weaving", way, input, isShort ? "short" : "long"], ToolSettings));
            }

            var ratios = new[] { "warm", "first", "allocated", "peak", "size" }.Select(m => Table.Ratio(samples[$"weave {m}"], samples[$"cecil {m}"])).ToArray();
            table.Add([Path.GetFileName(input), ratios[0], Table.Ratio(samples["weave warm"], samples["bodies warm"]), .. ratios[1..], Table.Number(samples["cecil warm"]), Table.Number(samples["cecil peak"] / 1e6)]);
        }

        table.Print();
    }

    /// <summary>The work of a process of its own: one way, first cold, then warm.</summary>
    public static void Measure(string way, string input, bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var output = scratch.File(Path.GetFileName(input));
        Action work = way == "weave" ? () => Builds.Weave(input, output) : () => Copy(input, output, decodes: way == "bodies");
        Samples.WriteLine($"{way} first", Cost.Of(work).Processor);
        using (var process = Process.GetCurrentProcess())
            Samples.WriteLine($"{way} peak", process.PeakWorkingSet64);
        // Warm means that the JIT has finished with the weaver, which a large assembly brings about in a few rounds.
        var rounds = isShort ? 1 : new FileInfo(input).Length > 2_000_000 ? 3 : 12;
        Cost.Interleaved(isShort ? 0 : rounds, (way, work));
        var samples = Cost.Interleaved(rounds, (way, work));
        Samples.WriteLine($"{way} warm", samples[way]);
        Samples.WriteLine($"{way} allocated", samples[$"{way} bytes"]);
        Samples.WriteLine($"{way} size", way == "weave" ? new FileInfo(output).Length : new FileInfo(input).Length);
    }

    // The compiler that this program itself uses is the largest assembly at hand.
    private static string Largest() => typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.Location;

    // Cecil copies a body as bytes unless somebody has looked at it, as every weaver must.
    private static void Copy(string input, string output, bool decodes)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(input));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(input, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver, InMemory = true });
        foreach (var method in decodes ? module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody) : [])
            _ = method.Body.Instructions.Count;
        module.Write(output);
    }
}

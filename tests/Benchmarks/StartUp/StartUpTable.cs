using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.StartUp;

/// <summary>A program that ends as soon as it has run once through, woven and unwoven, its library too.</summary>
internal static class StartUpTable
{
    private const string Program = "StartUpProgram.dll";

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var plain = BuildPlain(scratch);
        var woven = BuildWoven(scratch, plain);
        var samples = new Samples();
        var rounds = isShort ? 1 : 31;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, folder) in round % 2 == 0 ? [("unwoven", plain), ("woven", woven)] : new[] { ("woven", woven), ("unwoven", plain) })
                Run(samples, name, folder);
        }

        var table = new Table("Start-up of a program with Newtonsoft.Json, both woven whole", "measure", "woven / unwoven", "unwoven, ms");
        foreach (var measure in new[] { "processor", "elapsed" })
            table.Add(measure, Table.Ratio(samples.PairedRatio($"woven {measure}", $"unwoven {measure}")), Table.Number(samples[$"unwoven {measure}"]));
        table.Print();
    }

    private static void Run(Samples samples, string name, string folder)
    {
        var began = Stopwatch.GetTimestamp();
        var output = new Samples();
        output.AddLines(Child.Start([Path.Combine(folder, Program)]));
        samples.Add($"{name} elapsed", Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        samples.Add($"{name} processor", output["processor"]);
    }

    private static string BuildPlain(ScratchDirectory scratch)
    {
        var program = scratch.File("plain", Program);
        CaseCompiler.Compile(program, CaseCompiler.Text("StartUpProgram"), [], [JsonVariant.PackageFile], program: true);
        File.Copy(JsonVariant.PackageFile, scratch.File("plain", JsonVariant.FileName));
        File.WriteAllText(Path.ChangeExtension(program, ".runtimeconfig.json"), $$$"""
            {"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"{{{Environment.Version.ToString(3)}}}"},"configProperties":{"System.Globalization.Invariant":true} } }
            """);
        return Path.GetDirectoryName(program)!;
    }

    private static string BuildWoven(ScratchDirectory scratch, string plain)
    {
        foreach (var file in new[] { Program, JsonVariant.FileName })
            Builds.Weave(Path.Combine(plain, file), scratch.File("woven", file));
        var configuration = Path.ChangeExtension(Program, ".runtimeconfig.json");
        File.Copy(Path.Combine(plain, configuration), scratch.File("woven", configuration));
        var runtime = typeof(HotSwap).Assembly.Location;
        File.Copy(runtime, scratch.File("woven", Path.GetFileName(runtime)));
        return scratch.File("woven", "");
    }
}

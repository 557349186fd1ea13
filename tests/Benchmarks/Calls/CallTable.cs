using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using HotWeave.Benchmarks.Measuring;
using Perfolizer.Horology;

namespace HotWeave.Benchmarks.Calls;

/// <summary>What a call costs. Processes of its own run the measurements, with and without profile-guided optimisation, several of each.</summary>
internal static class CallTable
{
    // Setting up checks every shape; the short mode measures but these.
    private const int ShortShapes = 2;

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort) => Print(isShort, Shapes.Names);

    /// <summary>The same for the shapes of structs alone.</summary>
    public static void PrintStructs(bool isShort) => Print(isShort, Shapes.Structs);

    private static void Print(bool isShort, string[] shapes)
    {
        foreach (var pgo in isShort ? [true] : new[] { true, false })
        {
            var rows = new Samples();
            for (var process = 0; process < (isShort ? 1 : 3); process++)
                rows.AddLines(Child.Run(["calls", isShort ? "short" : "long", .. shapes], Environment(pgo)));
            Print(rows, isShort ? shapes[..ShortShapes] : shapes, pgo);
        }
    }

    /// <summary>The work of one of those processes: measures with BenchmarkDotNet and writes a line per result.</summary>
    public static void Measure(bool isShort, string[] shapes)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithClock(new ProcessorClock())
            .WithWarmupCount(isShort ? 1 : 2)
            .WithIterationCount(isShort ? 1 : 7)
            .WithEvaluateOverhead(false);
        job = isShort ? job.WithInvocationCount(16).WithUnrollFactor(16) : job.WithIterationTime(TimeInterval.FromMilliseconds(20));
        var log = new AccumulationLogger();
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddValidator(ExecutionValidator.DontFailOnError)
            .AddLogger(log)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "hotweave-benchmarks-" + System.Environment.ProcessId))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        CallCost.Shapes = isShort ? shapes[..ShortShapes] : shapes;
        foreach (var type in new[] { typeof(CallCost), typeof(Alternatives) })
            Write(BenchmarkRunner.Run(type, config), log);
        if (Directory.Exists(config.ArtifactsPath))
            Directory.Delete(config.ArtifactsPath, recursive: true);
    }

    // Methods are counted from the first call on, so that warming them is short.
    private static Dictionary<string, string> Environment(bool pgo) => new()
    {
        ["DOTNET_TieredPGO"] = pgo ? "1" : "0",
        ["DOTNET_TC_CallCountingDelayMs"] = "0",
    };

    private static void Write(Summary summary, AccumulationLogger log)
    {
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(static r => r.ResultStatistics is null))
            throw new InvalidOperationException($"{summary.Title}: some benchmark did not run.\n{log.GetLog()}");
        foreach (var report in summary.Reports)
        {
            var descriptor = report.BenchmarkCase.Descriptor;
            var shape = report.BenchmarkCase.Parameters.Items.SingleOrDefault()?.Value ?? descriptor.Type.Name;
            Samples.WriteLine($"{shape} {descriptor.WorkloadMethod.Name}", report.ResultStatistics!.Median);
        }
    }

    private static void Print(Samples rows, string[] shapes, bool pgo)
    {
        var table = new Table(
            $"Call cost, profile-guided optimisation {(pgo ? "on" : "off")}",
            "shape", "unswapped / plain", "the same, small exported", "swapped / plain not inlined", "swapped / plain", "plain, ns");
        foreach (var shape in shapes)
        {
            var (plain, called, swapped) = (rows[$"{shape} Plain"], rows[$"{shape} Called"], rows[$"{shape} Swapped"]);
            table.Add(shape, Table.Ratio(rows[$"{shape} Left"], plain), Table.Ratio(rows[$"{shape} Exported"], plain), Table.Ratio(swapped, called), Table.Ratio(swapped, plain), Table.Number(plain));
        }

        table.Print();
        var alternatives = new Table("Other ways to replace what is called", "way", "/ plain not inlined", "ns");
        foreach (var name in new[] { "Plain", "Virtual", "DelegateField", "DispatchProxyCall" })
            alternatives.Add(name, Table.Ratio(rows[$"Alternatives {name}"], rows["Alternatives Plain"]), Table.Number(rows[$"Alternatives {name}"]));
        alternatives.Print();
    }
}

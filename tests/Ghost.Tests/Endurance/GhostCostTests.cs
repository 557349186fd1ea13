using System.Globalization;
using System.Text;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver.Tests.Harness;
using Xunit.Abstractions;

namespace HotWeave.Ghost.Tests.Endurance;

/// <summary>
/// What a ghost costs, in ratios of one run and one process; the figures stand in docs/ghost.md. Only in the whole form
/// (<c>HOTWEAVE_FULL_SIZE=1</c>), on a machine that does nothing else: then they are held to what the docs say.
/// </summary>
public sealed class GhostCostTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [GhostFact(IsLong = true)]
    public void Idle_costs_nothing_and_a_stub_a_call()
    {
        using var app = RunningApp.Start("dotnet", [Path.Combine(Shop.Output("Costs"), "Costs.dll")], []);
        var id = app.Id.ToString(CultureInfo.InvariantCulture);
        var plain = Measure(app, "before");
        ToolRun.Done("weave", "--pid", id, "-o", _folder.File("copy"), "--all");
        var attached = Measure(app, "woven, no patch yet");
        ToolRun.Done("patch", "--baseline", _folder.File("copy"), "--new", Shop.Output("CostsNext"), "-o", _folder.File("fix.hotpatch"));
        ToolRun.Done("apply", _folder.File("fix.hotpatch"), "--pid", id, "--accept-inlined");
        Measure(app, "patched");
        ToolRun.Done("rollback", "--pid", id);
        var stubbed = Measure(app, "rolled back");

        // Of what no patch changes, nothing is slower than by the noise of such loops.
        Assert.InRange(attached[0] / plain[0], 0, 1.15);
        Assert.InRange(stubbed[0] / plain[0], 0, 1.15);
        Assert.InRange(stubbed[1] / plain[1], 0, 1.15);
        Assert.InRange(stubbed[2] / stubbed[1], 0, 1.1);
    }

    [GhostFact(IsLong = true)]
    public void A_thousand_stubs_take_two_seconds_and_stop_nobody_for_long()
    {
        using var old = Make("n");
        using var next = Make("n + 1");
        using var app = RunningApp.Start("dotnet", [Path.Combine(old.Path, "Cases.dll")], []);
        var id = app.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Equal("\"499500\"", app.Ask("Thousand Thousand"));
        ToolRun.Done("weave", "--pid", id, "-o", _folder.File("many"), "--all", "--assembly", "Thousand");
        ToolRun.Done("patch", "--baseline", _folder.File("many"), "--new", next.Path, "-o", _folder.File("many.hotpatch"));
        ToolRun.Done("apply", _folder.File("many.hotpatch"), "--pid", id, "--accept-inlined");
        Assert.Equal("\"500500\"", app.Ask("Thousand Thousand"));
        var stubs = ToolRun.Json("status", "--pid", id).GetProperty("stubs");
        output.WriteLine(stubs.ToString());
        Assert.True(stubs.GetProperty("methods").GetInt32() >= 1000);
        Assert.InRange(stubs.GetProperty("longestRequest").GetInt64(), 0, 50_000);
        Assert.InRange(stubs.GetProperty("longestBatch").GetInt64(), 0, 2_000_000);
    }

    public void Dispose() => _folder.Dispose();

    private double[] Measure(RunningApp app, string when)
    {
        var answer = app.Ask("measure")!;
        output.WriteLine($"{when}: inlined, called, patched: {answer} ns");
        return [.. answer.Split(' ').Select(static n => double.Parse(n, CultureInfo.InvariantCulture))];
    }

    private static TestDirectory Make(string body)
    {
        var source = new StringBuilder("public static class Thousand { public static void Run(System.IO.TextWriter output) { var sum = 0;\n");
        for (var i = 0; i < 1000; i++)
            source.Append(CultureInfo.InvariantCulture, $"sum += Part{i % 10}.M{i}({i});\n");
        source.Append("output.Write(sum); } }\n");
        for (var part = 0; part < 10; part++)
        {
            source.Append(CultureInfo.InvariantCulture, $"public static class Part{part} {{\n");
            for (var i = part; i < 1000; i += 10)
                source.Append(CultureInfo.InvariantCulture, $"public static int M{i}(int n) {{ try {{ return {body}; }} finally {{ System.GC.KeepAlive(null); }} }}\n");
            source.Append("}\n");
        }

        var directory = new TestDirectory();
        foreach (var file in Directory.GetFiles(Shop.Output("Cases")))
            File.Copy(file, directory.File(Path.GetFileName(file)));
        Compiler.CSharp(directory, "Thousand", source.ToString(), Configuration.Release);
        return directory;
    }
}

using System.Globalization;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;
using Spectre.Console;

namespace HotWeave.Tool.Tests.Output;

/// <summary>What people read, at the widths of terminals and in a pipe. <c>HOTWEAVE_ACCEPT=1</c> takes what there is now.</summary>
public sealed class SnapshotTests
{
    private const int Pipe = 0;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in new[] { "status", "ps", "diff", "apply" })
            {
                foreach (var width in new[] { 80, 120, Pipe })
                    cases.Add(name, width);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_reads_well(string name, int width)
    {
        var text = Show(Make(name), width);
        if (width > 0)
            Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width || !line.Contains("  ", StringComparison.Ordinal), line));
        Assert.All(text.Split('\n'), static line => Assert.Equal(line.TrimEnd(), line));
        var file = Path.Combine(Folder(), $"{name}.{(width == Pipe ? "pipe" : width.ToString(CultureInfo.InvariantCulture))}.txt");
        if (Environment.GetEnvironmentVariable("HOTWEAVE_ACCEPT") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }

    private static string Show(Document document, int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = width == Pipe ? 10_000 : width;
        document.Print(new TextReport(console, TextWriter.Null));
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static Document Make(string name) => name switch
    {
        "status" => MakeStatus(),
        "ps" => new ProcessesDocument
        {
            Command = "ps",
            Outcome = "done",
            Processes =
            [
                new ProcessDocument(4711, "Acme.Shop.Web", "shop", "10.0.12", "ready", "/srv/acme/releases/2026-11-30T1200/shop/web/publish") { Version = 12, Label = "2.3.1+efcff0cfb2780d16c18519394b7e7cf70b940c5f" },
                new ProcessDocument(4712, "Acme.Shop.Worker.Of.Long.Name", "shop", "10.0.12", "diagnostics-off", "/srv/acme/releases/2026-11-30T1200/shop/worker/publish"),
            ],
        },
        "diff" => new PatchDocument
        {
            Command = "diff",
            Outcome = "expressible",
            Baseline = "v1",
            New = "v2",
            Verdict = "live-with-remarks",
            Edits =
            [
                new EditDocument("changed", "Acme.Domain.Pricing", "Acme.Domain.Pricing.Price(Order, Customer, CancellationToken)", Path.Combine(Environment.CurrentDirectory, "src/Domain/Pricing.cs"), 40, 9, null),
                new EditDocument("added", "Acme.Domain.Pricing", "Acme.Domain.Pricing.Discount(Order)", Path.Combine(Environment.CurrentDirectory, "src/Domain/Pricing.cs"), 61, 5, null),
                new EditDocument("changed", "Acme.Web.OrderEndpoints", "Acme.Web.OrderEndpoints.MapOrders(IEndpointRouteBuilder)", Path.Combine(Environment.CurrentDirectory, "src/Web/Endpoints/OrderEndpointsOfTheShop.cs"), 12, 9, "MapGet(\"/orders/{id}\")"),
                new EditDocument("changed", "System.Text.RegularExpressions.Generated.<RegexGenerator_g>FD1E__Pattern_0", "System.Text.RegularExpressions.Generated.<RegexGenerator_g>FD1E__Pattern_0.Scan()", "/build/obj/Release/net10.0/RegexGenerator.g.cs", 100, 1, null),
            ],
            Beside = [],
            Dependencies = [],
            State = [],
            Hooks = [],
            Waits = [],
        },
        _ => new SwapDocument
        {
            Command = "apply",
            Outcome = "applied",
            ProcessId = 4711,
            Report = new TurnReport
            {
                From = 11,
                To = 12,
                PatchId = new string('3', 64),
                FromLabel = "2.3.0+efcff0cfb2780d16c18519394b7e7cf70b940c5f",
                ToLabel = "2.3.1-hotfix4",
                Mode = "UnitOfWork",
                ModeReason = "the process uses units of work",
                Types = [.. Enumerable.Range(1, 14).Select(static n => $"Acme.Domain.Type{n}")],
                Edits = [.. Enumerable.Range(1, 3).Select(static n => $"changed Acme.Domain.Type{n}.Run(Order, CancellationToken)")],
            },
        },
    };

    private static StatusDocument MakeStatus() => new()
    {
        Command = "status",
        Outcome = "done",
        ProcessId = 4711,
        Report = new ProcessStatus
        {
            Framework = ".NET 10.0.12",
            RuntimeVersion = "0.1.0.0",
            Current = 12,
            Versions = [.. Enumerable.Range(0, 13).Select(static n => new VersionReport
            {
                Number = n,
                State = n == 12 ? "current" : n == 11 ? "draining" : "superseded",
                PatchId = n == 0 ? "" : new string("0123456789abc"[n], 64),
                FromLabel = n == 0 ? "" : "2.3.0+efcff0cfb2780d16c18519394b7e7cf70b940c5f",
                ToLabel = n == 0 ? "" : $"2.3.0-hotfix{n}+0123456789abcdef0123456789abcdef01234567",
                Bytes = n == 0 ? 0 : 81_000,
                Types = [.. Enumerable.Range(0, n).Select(static t => $"Acme.Domain.Type{t}")],
                HeldBy = n == 12 ? [] : ["it is loaded for the life of the process"],
                CurrentSince = n == 12 ? "2026-11-30T12:00:00.000Z" : null,
                By = n == 12 ? "alice" : null,
            })],
            Assemblies =
            [
                new WovenAssemblyReport { Name = "Acme.Domain", LoadContext = "Default", SwappableTypes = 120, BaselineId = new string('d', 64), PatchId = new string('c', 64) },
                new WovenAssemblyReport { Name = "Acme.Web", LoadContext = "Default", SwappableTypes = 48, BaselineId = new string('e', 64) },
            ],
            Units =
            [
                new UnitLine { Name = "GET /orders/4711/lines/with/a/very/long/path/that/a/terminal/has/no/room/for", Age = 61_400, Version = 11 },
                new UnitLine { Name = "ChatHub.Send", Age = 120, Version = 12 },
            ],
            RunningUnits = 2,
            Trial = new TrialReport { Version = 12, Against = 11, Share = 0.05, Window = 60_000, Elapsed = 12_000, Verdict = "pending", New = new OutcomesReport { Ended = 40, Failed = 1, MeanLatency = 12.5 }, Old = new OutcomesReport { Ended = 800, Failed = 2, MeanLatency = 11.9 } },
            NotKnown = ["Calls outside units of work that were inside an old body when it was replaced run on unseen."],
        },
    };

    // …/tests/Tool.Tests/bin/Release/net10.0/
    private static string Folder() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Output", "Snapshots"));
}

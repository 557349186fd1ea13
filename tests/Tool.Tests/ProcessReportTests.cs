using System.Text.Json.Nodes;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Tests;

/// <summary>What processes with an older or newer runtime report, and what is no report.</summary>
public sealed class ProcessReportTests
{
    private static readonly SwapStatus s_full = new()
    {
        Current = new VersionNumber(2),
        Versions =
        [
            new VersionStatus
            {
                Number = VersionNumber.Baseline,
                State = VersionState.Superseded,
                PatchId = null,
                FromLabel = "",
                ToLabel = "",
                Types = [],
                Reclaimable = false,
                Bytes = 0,
                Confirmed = true,
                HeldBy = ["units of work: \"job\" (1.0 s)"],
            },
            new VersionStatus
            {
                Number = new VersionNumber(2),
                State = VersionState.RolledBack,
                PatchId = "ab",
                FromLabel = "1.0",
                ToLabel = "2.0 Ä \ud800",
                Types = ["N.A", "N.B"],
                Reclaimable = true,
                Bytes = 81_000,
                Confirmed = false,
                HeldBy = [],
                SignedBy = ["alice (0123)"],
                CurrentSince = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)),
                By = "bob",
            },
        ],
        Assemblies = [new WovenAssemblyStatus { Name = "A", BaselineId = "cd", Format = 1, Settings = "", LoadContext = "Default", SwappableTypes = 3, PatchId = "ef" }],
        Prepared =
        [
            new PreparedStatus { PatchId = "ef", FromLabel = "1.0", ToLabel = "3.0", Reclaimable = false, Types = ["N.A"], AddedTypes = ["N.C"], Edits = ["changed N.A.M()"], Remarks = ["HW3001: x"] },
        ],
        Operation = "apply",
        Units = [.. Enumerable.Range(0, 150).Select(static n => new UnitStatus { Name = "job " + n, Age = TimeSpan.FromMilliseconds(1234.9), Version = new VersionNumber(2), Moved = false, Cancelled = true })],
        Waiting = new WaitingStatus { Elapsed = TimeSpan.Zero, Timeout = TimeSpan.FromSeconds(1), Running = 150, Waiting = 7 },
        NotKnown = ["calls"],
        Trial = new TrialStatus
        {
            Version = new VersionNumber(2),
            Against = VersionNumber.Baseline,
            Share = 0.05,
            Window = TimeSpan.FromMinutes(1),
            Elapsed = TimeSpan.FromSeconds(1),
            Verdict = TrialVerdict.Failed,
            Reason = "why",
            New = new UnitOutcomes { Ended = 10, Failed = 3, MeanLatency = TimeSpan.FromMilliseconds(1.5) },
            Old = new UnitOutcomes { Ended = 100, Failed = 0, MeanLatency = TimeSpan.FromMilliseconds(1.25) },
            MaxErrorRate = 0.01,
            MaxLatencyRatio = 1.5,
            MinUnits = 20,
            Doubt = 0.995,
        },
        Forgotten = 9_900,
        Retained = new RetainedCode { Patches = 2, Assemblies = 3, Bytes = 240_000 },
        Loops = [new LoopStatus { Method = "N.Worker.RunAsync()", Version = new VersionNumber(1), Running = 2 }],
        StartProblem = "HW6323: x",
        Trust = "require",
        AuditLog = "/a",
    };

    [Fact]
    public void The_tool_knows_every_fact_of_a_status_and_changes_none()
    {
        var status = Read(s_full.ToJson());

        Assert.Null(status.More);
        var written = (JsonObject)JsonNode.Parse(Write(status))!;
        var reported = (JsonObject)JsonNode.Parse(s_full.ToJson())!;
        foreach (var (name, value) in reported.Where(static m => m.Key != "processId"))
            Assert.True(JsonNode.DeepEquals(value, written[name]), $"{name}: {value} is not {written[name]}");
        var report = status.Report;
        Assert.Equal((42, 100, 150, 7), (status.ProcessId, report.Units.Count, report.RunningUnits, report.WaitingUnits));
        Assert.Equal(42, report.ProcessId);
        Assert.Equal(("rolled-back", "2026-01-02T02:04:05.678Z", "bob"), (report.Versions[1].State, report.Versions[1].CurrentSince, report.Versions[1].By));
        Assert.Equal("failed", report.Trial?.Verdict);
    }

    [Fact]
    public void What_an_older_runtime_does_not_report_is_as_if_there_were_none()
    {
        var status = Read("""{"current":1,"versions":[{"number":0,"state":"superseded"},{"number":1,"state":"current","patchId":"ab"}]}""");

        Assert.Equal((1, "current", "ab"), (status.Report.Current, status.Report.Versions[1].State, status.Report.Versions[1].PatchId));
        Assert.Equal((0, null, null), (status.Report.Units.Count, status.Report.WaitingUnits, status.Report.Trial));
        status.Print(new TextReport(TextWriter.Null, TextWriter.Null, isTerminal: false));
    }

    [Fact]
    public void What_a_newer_runtime_reports_reaches_programs()
    {
        var json = (JsonObject)JsonNode.Parse(s_full.ToJson())!;
        json["weather"] = new JsonObject { ["wind"] = 7 };

        var written = (JsonObject)JsonNode.Parse(Write(Read(json.ToJsonString())))!;

        Assert.Equal(7, (int)written["weather"]!["wind"]!);
        Assert.Equal("status", (string)written["command"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"current":"one"}""")]
    [InlineData("""{"current":1,"current":2}""")]
    [InlineData("""{"versions":{}}""")]
    [InlineData("""{"current":1}x""")]
    public void HW7017_what_is_no_report_is_refused(string json)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(json));
        Assert.Equal("HW7017", refused.Diagnostic.Id);
    }

    [Fact]
    public void Results_are_read_as_they_are_written()
    {
        var patch = s_full.Prepared[0];
        var swap = new SwapResult
        {
            From = new VersionNumber(1),
            To = new VersionNumber(2),
            Mode = SwapMode.UnitOfWork,
            ModeReason = "why",
            PatchId = "ef",
            Patch = patch,
            Types = ["N.A"],
            Warnings = ["HW6301: y"],
        };
        AssertSame<SwapDocument>(swap.ToJson());
        AssertSame<SwapDocument>((swap with { Patch = null, ModeReason = null }).ToJson());
        AssertSame<PreparedDocument>(patch.ToJson());
        AssertSame<ConfirmDocument>(new SwapConfirmation { Version = new VersionNumber(3), Patches = ["ab"], Folder = "/p", Warnings = ["HW6305: x"] }.ToJson());
        AssertSame<PurgeDocument>(new PurgeResult
        {
            Versions = [new PurgedVersion { Number = new VersionNumber(1), Outcome = PurgeOutcome.StillReferenced, Units = s_full.Units }],
            Warnings = ["HW6327: x"],
        }.ToJson());
        var check = new SwapCheck { From = swap.From, To = swap.To, Mode = swap.Mode, ModeReason = swap.ModeReason, Patch = patch, Types = swap.Types, Warnings = swap.Warnings };
        Assert.Equal(swap.ToJson(), check.ToJson());
    }

    private static void AssertSame<T>(string json)
        where T : Document
    {
        var document = ProcessReport.Read<T>(json, 42, "c", "o");
        Assert.Null(document.More);
        var written = (JsonObject)JsonNode.Parse(Write(document))!;
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(json)!)
            Assert.True(JsonNode.DeepEquals(value, written[name]), $"{name}: {value} is not {written[name]}");
    }

    private static StatusDocument Read(string json) => ProcessReport.Read<StatusDocument>(json, 42, "status", "done");

    private static string Write(Document document)
    {
        var text = new StringWriter();
        new Presenter(text, TextWriter.Null, OutputFormat.Json, isTerminal: false).Show(document);
        return text.ToString();
    }
}

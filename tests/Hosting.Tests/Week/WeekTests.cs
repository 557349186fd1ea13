using HotWeave.Hosting.Tests.Harness;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using Xunit;

namespace HotWeave.Hosting.Tests.Week;

/// <summary>What a team changes in a week, over five assemblies, then again, and the week after: each edit is in force, and all are taken back in one step.</summary>
public sealed class WeekTests : SwapTest
{
    private const string Six = """{"id":1,"channel":"w","lines":[{"name":"x","count":1},{"name":"x","count":1},{"name":"x","count":1},{"name":"x","count":1},{"name":"x","count":1},{"name":"x","count":1}]}""";

    private static readonly SwapOptions s_patient = new() { Mode = SwapMode.Quiescent, Timeout = Limit.Time };

    private static readonly Lazy<WeekService> s_service = new(WeekService.Make);

    // The request, its body, and what each release answers.
    private static readonly (string Request, string? Body, string First, string Second, string Third)[] s_rows =
    [
        ("/hello", null, "hello 1", "hello 2", "hello 3"),
        ("/mvc/one", null, "one", "one tax 1", "one tax 1"),
        ("/orders/states", null, "404", "open,other,back", "open,other,back"),
        ("/legacy", null, "legacy", "404", "404"),
        ("/mvc/two/0", null, "404", """{"id":0,"state":0,"lines":[{"name":"apple","count":0,"unit":"pc"}],"total":100,"note":"none"}""", """{"id":0,"state":0,"lines":[{"name":"apple","count":0,"unit":"pc"}],"total":200,"note":"none","channel":"web"}"""),
        ("/mvc/guarded?bad=1", null, "open", "guarded", "guarded"),
        ("POST /mvc/check", """{"number":2}""", "fine 2", "400", "400"),
        ("/mvc/point?at=1,2", null, "1;2", "2;1", "2;1"),
        ("/tax", null, "404", "tax 1", "tax 1"),
        ("/limits", null, "to 5", "2 to 5", "2 to 5"),
        ("/orders/3", null, """{"id":3,"state":1,"lines":[{"name":"apple","count":3}],"total":3}""", """{"id":3,"state":1,"lines":[{"name":"apple","count":3,"unit":"pc"}],"total":103,"note":"none"}""",
            """{"id":3,"state":1,"lines":[{"name":"apple","count":3,"unit":"pc"}],"total":203,"note":"none","channel":"web"}"""),
        ("POST /orders", """{"id":1,"channel":"w","note":"n","lines":[{"name":"x","count":2,"unit":"kg"}]}""", "4", "6 n kg", "6 n kg"),
        ("POST /orders", """{"id":1,"lines":[{"name":"x","count":2}]}""", "4", "6 none pc", "400"),
        ("POST /orders", Six, "12", "too many: 6", "too many: 6"),
        ("/articles", null, "a,b,c", "c:2,b:3", "0=1,1=2"),
        ("/mvc/show", null, "[1]", "<2>", "<2>"),
    ];

    [Fact]
    public async Task Each_edit_of_three_releases_is_in_force_and_all_are_taken_back_in_one_step()
    {
        var service = s_service.Value;
        await using var site = await service.StartAsync();
        using var ended = new CancellationTokenSource();
        var load = AskUntilAsync(site, ended.Token);
        await AssertAnswersAsync(site, static r => r.First);
        var slow = await site.HoldAsync("/slow");
        // The swap waits for what runs.
        var applied = site.ApplyAsync(service.Second, s_patient);
        await GateClosedAsync();
        site.Release();
        Assert.Equal("2", await slow);
        await applied;
        await AssertAnswersAsync(site, static r => r.Second);
        await AssertTickAsync(site, "tick2");
        await site.ApplyAsync(service.Third, s_patient);
        await AssertAnswersAsync(site, static r => r.Third);
        await AssertTickAsync(site, "tick3");
        await HotSwap.RollbackAsync(VersionNumber.Baseline, s_patient);
        await AssertAnswersAsync(site, static r => r.First);
        await AssertTickAsync(site, "tick1");
        await Limit.UntilAsync(async () => (await site.AskAsync("/journal")).Contains("swept", StringComparison.Ordinal));
        await site.ApplyAsync(service.Third, s_patient);
        await AssertAnswersAsync(site, static r => r.Third);
        await HotSwap.RollbackAsync(VersionNumber.Baseline, s_patient);
        await AssertAnswersAsync(site, static r => r.First);
        await ended.CancelAsync();
        Assert.True(await load > 0);
    }

    [Fact]
    public void Nothing_of_the_releases_waits_for_a_start()
    {
        Assert.DoesNotContain(s_service.Value.SaidOfSecond, static d => d.Kind == DiagnosticKind.NextStart);
        Assert.DoesNotContain(s_service.Value.SaidOfThird, static d => d.Kind == DiagnosticKind.NextStart);
        Assert.Single(s_service.Value.SaidOfSecond, static d => d.Id == "HW3216");
    }

    [Fact]
    public void Another_version_number_and_other_paths_are_nothing_to_do()
    {
        const string Program = "[assembly: HotWeave.Swappable]\nSystem.Console.WriteLine(Shop.Say());\nstatic class Shop { public static string Say() => System.Environment.ProcessPath; }";
        const string Number = "[assembly: System.Reflection.AssemblyInformationalVersion(\"{0}+abc\"), System.Reflection.AssemblyFileVersion(\"{0}\"), System.Reflection.AssemblyVersion(\"{0}\")]\n#line 1 \"/{0}/Program.cs\"\n";
        var result = WovenProgram.Compare("Numbers", [Number.Replace("{0}", "1.0.0.0", StringComparison.Ordinal), Program], [Number.Replace("{0}", "1.0.1.0", StringComparison.Ordinal), Program]);
        Assert.Equal((PatchOutcome.NoChanges, PatchVerdict.NothingToDo), (result.Outcome, result.Verdict));
    }

    private static async Task AssertAnswersAsync(RunningProgram site, Func<(string Request, string? Body, string First, string Second, string Third), string> choose)
    {
        foreach (var row in s_rows)
            Assert.Equal((row.Request, choose(row)), (row.Request, await site.AskAsync(row.Request, body: row.Body)));
    }

    // A callee of a loop that runs since the start.
    private static async Task AssertTickAsync(RunningProgram site, string expected)
    {
        Assert.Equal("ticked", await site.AskAsync("POST /tick"));
        await Limit.UntilAsync(async () => (await site.AskAsync("/journal")).Contains(expected, StringComparison.Ordinal));
    }

    // Each answer is that of one release as a whole, whatever happens meanwhile.
    private static async Task<int> AskUntilAsync(RunningProgram site, CancellationToken ended)
    {
        var known = s_rows.Single(static r => r.Request == "/orders/3");
        var count = 0;
        for (; !ended.IsCancellationRequested; count++)
            Assert.Contains(await site.AskAsync("/orders/3"), new[] { known.First, known.Second, known.Third });
        return count;
    }
}

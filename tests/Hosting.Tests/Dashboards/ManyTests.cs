using System.Text.RegularExpressions;
using HotWeave.Dashboard.Serving;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>Processes that are large, old, odd or gone, as their status says it.</summary>
public sealed class ManyTests
{
    [Fact]
    public async Task Five_hundred_versions_and_ten_thousand_units_stay_readable()
    {
        var process = new SaidProcess { Status = SaidProcess.MakeStatus(500, 10_000).ToJson() };
        await using var site = await StartAsync(process);
        var versions = await site.GetAsync("/dash/said/versions");
        Assert.Equal(21, Regex.Count(versions, "<tr><th scope=\"row\">"));
        Assert.Contains("and 479 older versions more", versions, StringComparison.Ordinal);
        Assert.Equal(500, Regex.Count(await site.GetAsync("/dash/said/versions?of=all"), "<tr><th scope=\"row\">"));
        var units = await site.GetAsync("/dash/said/units");
        Assert.Contains("10,000 units of work run", units, StringComparison.Ordinal);
        Assert.Contains("and 9,900 younger ones", units, StringComparison.Ordinal);
        Assert.True(units.Length < 100_000, $"{units.Length} characters");
    }

    [Fact]
    public async Task A_process_that_ends_while_somebody_looks_is_shown_as_it_was()
    {
        var process = new SaidProcess { Status = SaidProcess.MakeStatus(3, 2).ToJson() };
        await using var site = await StartAsync(process);
        await site.GetAsync("/dash/said/units");
        process.Status = null;
        await Limit.UntilAsync(() => site.GetAsync("/dash/said/units").GetAwaiter().GetResult().Contains("HW7001: gone", StringComparison.Ordinal));
        Assert.Contains("2 units of work run", await site.GetAsync("/dash/said/units"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"versions\":[{}],\"trial\":{},\"units\":[{}],\"somethingNew\":[1,2]}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    public async Task Pages_show_what_they_know_of_what_another_runtime_says(string status)
    {
        await using var site = await StartAsync(new SaidProcess { Status = status });
        foreach (var page in new[] { "versions", "units", "trial", "patches", "audit", "health" })
            Assert.Contains("</html>", await site.GetAsync("/dash/said/" + page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_of_a_process_is_its_time_line_whatever_else_is_in_the_file()
    {
        var log = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(log, """
            {"time":"2026-01-02T03:04:05.000Z","operation":"commit","description":"apply ab","outcome":"done","patch":"ab","from":0,"to":2,"version":2,"by":"carol <b>","process":7,"host":"h","warnings":[]}
            {"time":"2026-01-02T03:04:06.000Z","operation":"commit","outcome":"done","from":0,"to":9,"version":9,"process":8}
            {"time":"2026-01-02T03:05:05.000Z","operation":"rollback","outcome":"refused","code":"HW6204","message":"HW6204: nothing before","version":2,"process":7}
            {"time":"2026-01-02T03:06:05.000Z","operation":"verdict","description":"act on it","outcome":"done","from":2,"to":0,"version":0,"process":7,"warnings":["HW6309: given back"]}
            {"time":"20
            """);
        try
        {
            await using var site = await StartAsync(new SaidProcess { Status = $$"""{"processId":7,"current":0,"versions":[{"number":0,"state":"current"},{"number":2,"state":"rolled-back"}],"auditLog":"{{log}}"}""" });
            var versions = await site.GetAsync("/dash/said/versions");
            Assert.Contains("2 turns", versions, StringComparison.Ordinal);
            Assert.Contains("by carol &lt;b&gt;: apply ab", versions, StringComparison.Ordinal);
            Assert.Contains("HW6309: given back", versions, StringComparison.Ordinal);
            Assert.DoesNotContain("version 9", versions, StringComparison.Ordinal);
            Assert.Contains("HW6204: nothing before", await site.GetAsync("/dash/said/audit"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static Task<Site> StartAsync(SaidProcess process) =>
        Site.StartAsync(Server.Kestrel, app => new DashboardEndpoints(process, new DashboardSettings(), TimeProvider.System).Map(app.MapGroup("/dash")));
}

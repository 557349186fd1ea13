using System.Net;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>What the pages show and do is what the tool shows and does.</summary>
public sealed class DashboardActionTests : SwapTest
{
    [Fact]
    public async Task A_patch_is_uploaded_checked_applied_and_taken_back()
    {
        await using var site = (await DashboardSite.StartAsync()).As("alice");
        var check = await site.UploadAsync(Shop.Patch);
        Assert.Contains("check: done", check, StringComparison.Ordinal);
        Assert.Contains("<code>Shop</code>: 1 edit", check, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Version());

        var applied = await site.DoAsync("apply", ("upload", DashboardSite.FindUpload(check)), ("mode", "unit-of-work"));
        Assert.Contains("apply: done", applied, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Version());
        var status = HotSwap.GetStatus();
        Assert.Equal("alice", status.Find(status.Current)!.By);
        Assert.Contains("by alice", await site.ReadAsync("this/versions"), StringComparison.Ordinal);

        Assert.Contains("nothing to do", await site.DoAsync("apply", ("upload", DashboardSite.FindUpload(check))), StringComparison.Ordinal);
        Assert.Contains("confirm: done", await site.DoAsync("confirm", ("version", HotSwap.GetStatus().Current.ToString())), StringComparison.Ordinal);
        Assert.Contains("rollback: done", await site.DoAsync("rollback", ("to", "0")), StringComparison.Ordinal);
        Assert.Equal(0, Shop.Version());
        Assert.Contains("confirm: done", await site.DoAsync("confirm", ("version", "0")), StringComparison.Ordinal);
        Assert.Contains("purge: done", await site.DoAsync("purge", ("soft", "on")), StringComparison.Ordinal);
        Assert.Contains("nothing is under way", await site.DoAsync("cancel"), StringComparison.Ordinal);
        Assert.Contains("reverse: refused", await site.DoAsync("reverse"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_canary_is_promoted()
    {
        await using var site = (await DashboardSite.StartAsync()).As("alice");
        var check = await site.UploadAsync(Shop.Patch);
        await site.DoAsync("apply", ("upload", DashboardSite.FindUpload(check)), ("canary", "5%"), ("probation", "1h"), ("max-error-rate", "2%"));
        var trial = HotSwap.GetStatus().Trial!;
        Assert.Equal((0.05, 0.02, TrialVerdict.Pending), (trial.Share, trial.MaxErrorRate, trial.Verdict));
        var page = await site.ReadAsync("this/trial");
        Assert.Contains("5 %", page, StringComparison.Ordinal);
        Assert.Contains("Promote version", page, StringComparison.Ordinal);
        Assert.Contains("promote: done", await site.DoAsync("promote"), StringComparison.Ordinal);
        Assert.Equal(1, Shop.Version());
    }

    [Fact]
    public async Task The_second_of_two_operators_is_told_of_the_first_and_can_end_what_that_one_waits_for()
    {
        var phase = new Phase();
        await using var site = (await DashboardSite.StartAsync(map: app => app.MapGet("/held", async () =>
        {
            await phase.HoldAsync();
            return Shop.Version();
        }))).As("alice");
        var check = await site.UploadAsync(Shop.Patch);
        var held = site.Client.GetStringAsync(new Uri("/held", UriKind.Relative));
        await phase.Reached;
        var first = site.DoAsync("apply", ("upload", DashboardSite.FindUpload(check)), ("mode", "quiescent"), ("timeout", "600"));
        await GateClosedAsync();

        var second = await site.DoAsync("rollback");
        Assert.Contains("HW6201", second, StringComparison.Ordinal);
        Assert.Contains("Under way", await site.ReadAsync("this/versions"), StringComparison.Ordinal);
        Assert.Contains("Told to end", await site.DoAsync("cancel"), StringComparison.Ordinal);
        Assert.Contains("apply: refused; nothing has changed", await first, StringComparison.Ordinal);
        phase.Leave();
        Assert.Equal("0", await held);
    }

    [Fact]
    public async Task Who_goes_away_while_he_waits_ends_what_he_waits_for()
    {
        var phase = new Phase();
        await using var site = (await DashboardSite.StartAsync(map: app => app.MapGet("/held", phase.HoldAsync))).As("alice");
        var check = await site.UploadAsync(Shop.Patch);
        var token = await site.ReadTokenAsync();
        var held = site.Client.GetStringAsync(new Uri("/held", UriKind.Relative));
        await phase.Reached;
        using var form = new FormUrlEncodedContent([new("token", token), new("upload", DashboardSite.FindUpload(check)), new("mode", "quiescent"), new("timeout", "600")]);
        using var gone = new CancellationTokenSource();
        var apply = site.Client.PostAsync(new Uri(DashboardSite.Root + "this/do/apply", UriKind.Relative), form, gone.Token);
        await GateClosedAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => apply);
        await Limit.UntilAsync(static () => HotSwap.GetStatus() is { Operation: null, Waiting: null });
        Assert.Equal(0, Shop.Version());
        phase.Leave();
        await held;
    }

    [Fact]
    public async Task The_status_is_the_one_that_the_runtime_writes()
    {
        await using var site = await DashboardSite.StartAsync();
        using var own = System.Text.Json.JsonDocument.Parse(HotSwap.GetStatus().ToJson());
        using var shown = System.Text.Json.JsonDocument.Parse(await site.ReadAsync("this/status"));
        Assert.Equal(own.RootElement.EnumerateObject().Select(static p => p.Name), shown.RootElement.EnumerateObject().Select(static p => p.Name));
    }

    [Fact]
    public async Task A_page_that_lives_sends_what_has_changed_and_ends_with_the_application()
    {
        await using var site = (await DashboardSite.StartAsync()).As("alice");
        using var answer = await site.SendAsync(new HttpRequestMessage(HttpMethod.Get, DashboardSite.Root + "this/live/versions"));
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await FindAsync(reader, "\"id\":\"now\"");
        await Shop.ApplyAsync();
        Assert.Contains($"{HotSwap.GetStatus().Current}", await FindAsync(reader, "\"id\":\"now\""), StringComparison.Ordinal);
        await site.StopAsync();
        while (await reader.ReadLineAsync().WaitAsync(Limit.Time) is not null)
        {
        }
    }

    [Theory]
    [InlineData("versions")]
    [InlineData("units")]
    [InlineData("trial")]
    [InlineData("patches")]
    [InlineData("audit")]
    [InlineData("health")]
    public async Task Each_page_is_there(string page)
    {
        await using var site = await DashboardSite.StartAsync();
        Assert.Contains("aria-current=\"page\"", await site.ReadAsync("this/" + page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_the_application_are_text_wherever_they_stand()
    {
        var phase = new Phase();
        await using var site = await DashboardSite.StartAsync(map: app => app.MapGet("/{any}", async () => await phase.HoldAsync()));
        var held = site.Client.GetAsync(new Uri("/%3Cscript%3Ealert(1)%3C%2Fscript%3E\"'", UriKind.Relative));
        await phase.Reached;
        var page = await site.ReadAsync("this/units");
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        phase.Leave();
        (await held).Dispose();
    }

    private static async Task<string> FindAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync().WaitAsync(Limit.Time) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException("The stream ended without " + text);
    }
}

using HotWeave.Dashboard.Serving;
using HotWeave.Dashboard.Tests.Harness;
using HotWeave.Hosting.Tests.Dashboards;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;

namespace HotWeave.Dashboard.Tests;

/// <summary>Each page in a real browser: readable for everybody, at each width, in light and dark, live, and from nowhere else.</summary>
public sealed class PageTests(Browser browser) : SwapTest, IClassFixture<Browser>
{
    private static readonly string[] s_pages = ["versions", "units", "trial", "patches", "audit", "health"];

    [BrowserFact]
    public async Task Each_page_is_readable_at_each_width_and_in_the_dark()
    {
        await using var site = await DashboardSite.StartAsync(map: static app => app.MapGet("/price", static () => Shop.Version()));
        await Shop.TryAsync(0.5);
        await using var load = new Load(site, "/price");
        foreach (var (isDark, width) in new[] { (false, 1280), (true, 390) })
        {
            await using var window = await browser.OpenAsync(site, isDark: isDark, width: width);
            foreach (var page in s_pages)
            {
                await window.GoAsync(page);
                await window.IsReadableAsync();
            }
        }
    }

    [BrowserFact]
    public async Task An_operator_checks_applies_watches_promotes_and_goes_back_under_load_and_sees_it_live()
    {
        var patch = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".hotpatch");
        await File.WriteAllBytesAsync(patch, Shop.Patch);
        try
        {
            await using var site = await DashboardSite.StartAsync(map: static app => app.MapGet("/price", static () => Shop.Version()));
            await using var load = new Load(site, "/price");
            await using var watcher = await browser.OpenAsync(site, user: "bob");
            await watcher.GoAsync("versions");
            await watcher.SaysAsync("#now", "Version 0 is current");
            await watcher.SaysAsync("#act", "You may look, and not act");

            await using var window = await browser.OpenAsync(site);
            await window.GoAsync("patches");
            await window.Page.SetInputFilesAsync("input[name=patch]", patch);
            await window.Page.ClickAsync("#upload button");
            await window.SaysAsync("#outcome", "check: done");
            await window.SaysAsync("#outcome", ".cs:");
            await window.IsReadableAsync();
            await window.TakePictureAsync("check");
            await window.Page.FillAsync("#apply input[name=canary]", "20%");
            await window.Page.FillAsync("#apply input[name=probation]", "1h");
            await window.Page.ClickAsync("#apply button");
            await window.SaysAsync("#outcome", "apply: done");
            await window.GoAsync("trial");
            await window.SaysAsync("#now", "pending");
            await window.Page.WaitForSelectorAsync("#errors path.line.s1", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
            await window.IsReadableAsync();
            await window.TakePictureAsync("trial");

            await window.Page.ClickAsync("text=Promote version");
            await window.SaysAsync("#outcome", "promote: done");
            var version = HotSwap.GetStatus().Current;
            Assert.NotEqual(VersionNumber.Baseline, version);
            await watcher.SaysAsync("#now", $"Version {version} is current");
            await watcher.SaysAsync("#now", "by alice");
            await watcher.TakePictureAsync("versions");

            await window.GoAsync("versions");
            await window.Page.ClickAsync("text=Roll back");
            await window.SaysAsync("#outcome", "rollback: done");
            await watcher.SaysAsync("#now", "Version 0 is current");
            watcher.IsWithoutMistakes();
            window.IsWithoutMistakes();
            Assert.Equal(0, load.Counts.Failed);
            Assert.NotEqual(0, load.Counts.Answered);
        }
        finally
        {
            File.Delete(patch);
        }
    }

    [BrowserFact]
    public async Task Old_units_are_seen_draining_and_an_operation_that_waits_is_cancelled_by_another_operator()
    {
        var phase = new Phase();
        await using var site = await DashboardSite.StartAsync(actionPolicy: "users", map: app => app.MapGet("/held", async () =>
        {
            await phase.HoldAsync();
            return Shop.Version();
        }));
        var held = site.Client.GetStringAsync(new Uri("/held", UriKind.Relative));
        await phase.Reached;
        await using var window = await browser.OpenAsync(site);
        await window.GoAsync("units");
        await window.SaysAsync("#units", "GET /held");
        await Shop.ApplyAsync();
        await window.SaysAsync("#counts", "draining");
        await window.SaysAsync("#held", "units of work");
        await window.Page.WaitForSelectorAsync("#drain polygon.area");
        await window.IsReadableAsync();
        await window.TakePictureAsync("units");

        var rollback = Shop.RollbackAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        await window.SaysAsync("#now", "Under way");
        await using var other = await browser.OpenAsync(site, user: "bob", hasScript: false);
        await other.GoAsync("units");
        await other.Page.ClickAsync("text=Cancel it");
        await other.SaysAsync("#outcome", "cancel: done");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rollback);
        phase.Leave();
        await held;
        await window.SaysAsync("#now", "0 units of work run");
    }

    [BrowserFact]
    public async Task Ten_thousand_units_and_five_hundred_versions_are_readable_and_go_on_living()
    {
        var process = new SaidProcess { Status = SaidProcess.MakeStatus(500, 10_000).ToJson() };
        await using var site = await DashboardSite.StartAsync(
            map: app => new DashboardEndpoints(process, new DashboardSettings(), TimeProvider.System).Map(app.MapGroup("/many")));
        await using var window = await browser.OpenAsync(site);
        await window.Page.GotoAsync("/many/said/versions");
        await window.SaysAsync("#now", "Version 499 is current");
        await window.IsReadableAsync();
        await window.Page.GotoAsync("/many/said/versions?of=all");
        Assert.Equal(500, await window.Page.Locator("#versions tbody tr").CountAsync());
        await window.IsReadableAsync();
        await window.Page.GotoAsync("/many/said/units");
        await window.SaysAsync("#now", "10,000 units of work run");
        await window.IsReadableAsync();

        process.Status = SaidProcess.MakeStatus(500, 9_000).ToJson();
        await window.SaysAsync("#now", "9,000 units of work run");
    }

    [BrowserFact]
    public async Task A_page_whose_process_ends_says_so_and_stays_as_it_was()
    {
        await using var site = await DashboardSite.StartAsync();
        await using var window = await browser.OpenAsync(site);
        await window.GoAsync("health");
        await window.SaysAsync("#health", "HotWeave.Runtime");
        await window.Page.WaitForFunctionAsync("document.getElementById('health').dataset.shown !== undefined");
        await site.StopAsync();
        await window.SaysAsync("#connection", "No connection since");
        await window.SaysAsync("#health", "HotWeave.Runtime");
    }

    [BrowserFact]
    public async Task It_is_worked_by_keyboard_and_keeps_what_is_typed_while_it_changes()
    {
        await using var site = await DashboardSite.StartAsync();
        await using var window = await browser.OpenAsync(site);
        await window.GoAsync("versions");
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await window.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await window.Page.EvaluateAsync<string>("document.activeElement.id"));

        await window.Page.Locator("#act summary").First.PressAsync("Enter");
        await window.Page.FillAsync("#act input[name=timeout]", "7");
        await Shop.ApplyAsync();
        await window.SaysAsync("#now", $"Version {HotSwap.GetStatus().Current} is current");
        Assert.Equal("7", await window.Page.InputValueAsync("#act input[name=timeout]"));
        await window.Page.Keyboard.PressAsync("Enter");
        await window.SaysAsync("#outcome", "rollback: done");
        window.IsWithoutMistakes();
    }
}

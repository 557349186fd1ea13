using HotWeave.Hosting.Tests.Dashboards;
using Microsoft.Playwright;
using Xunit;

namespace HotWeave.Dashboard.Tests.Harness;

/// <summary>One browser for the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (ChromiumPath.WhySkipped() is not null)
            return;
        var path = ChromiumPath.Find() ?? throw new FileNotFoundException("No Chromium was found; install it (apt-get install chromium), or name one in HOTWEAVE_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        // In containers tests run as a user for whom the browser's own sandbox does not work.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"], Timeout = 120_000 });
    }

    /// <summary>Opens a window in which a user looks at a site; whatever it asks of elsewhere, and whatever its console complains of, is a mistake.</summary>
    internal async Task<Window> OpenAsync(DashboardSite site, string user = "alice", bool isDark = false, int width = 1280, bool hasScript = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.Client.BaseAddress!.ToString(),
            ExtraHTTPHeaders = new Dictionary<string, string> { [DashboardSite.UserHeader] = user },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            JavaScriptEnabled = hasScript,
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(60_000);
        return await Window.OpenAsync(context, site.Client.BaseAddress!);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using HotWeave.Hosting.Tests.Dashboards;
using Microsoft.Playwright;
using Xunit;

namespace HotWeave.Dashboard.Tests.Harness;

/// <summary>What a user has before him.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _mistakes = [];

    private Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    internal IPage Page { get; }

    internal static async Task<Window> OpenAsync(IBrowserContext context, Uri site)
    {
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Request += (_, request) => window.Note(Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && (url.Scheme == "data" || url.Authority == site.Authority), "asks for " + request.Url);
        window.Page.Console += (_, message) => window.Note(message.Type is not ("error" or "warning"), "console: " + message.Text);
        window.Page.PageError += (_, error) => window.Note(false, "script: " + error);
        // What cannot be taken back without more is asked about.
        window.Page.Dialog += static (_, dialog) => _ = dialog.AcceptAsync();
        return window;
    }

    /// <summary>Goes to a page of the process.</summary>
    internal async Task GoAsync(string page) => await Page.GotoAsync(DashboardSite.Root + "this/" + page, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });

    /// <summary>Completes when a part of the page says something.</summary>
    internal Task SaysAsync(string part, string text) => Assertions.Expect(Page.Locator(part)).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });

    /// <summary>Nothing that keeps anybody from reading it, and nothing that is wider than the window.</summary>
    internal async Task IsReadableAsync()
    {
        var found = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.True(found.Violations.Length == 0, Page.Url + "\n" + string.Join("\n", found.Violations.Select(static v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(static n => n.Html))}")));
        Assert.Equal(0, await Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
        IsWithoutMistakes();
    }

    /// <summary>It asked nothing of elsewhere, and nothing was complained of.</summary>
    internal void IsWithoutMistakes()
    {
        lock (_mistakes)
            Assert.Empty(_mistakes);
    }

    /// <summary>What was complained of so far is meant.</summary>
    internal void Forgive()
    {
        lock (_mistakes)
            _mistakes.Clear();
    }

    /// <summary>Keeps two pictures for the documentation, light and dark, where <c>HOTWEAVE_PICTURES</c> names a folder for them.</summary>
    internal async Task TakePictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("HOTWEAVE_PICTURES") is not { Length: > 0 } folder)
            return;
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var path = Path.Combine(folder, $"{name}-{(scheme == ColorScheme.Dark ? "dark" : "light")}.png");
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true, Scale = ScreenshotScale.Css });
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isRight, string mistake)
    {
        lock (_mistakes)
        {
            if (!isRight)
                _mistakes.Add(mistake);
        }
    }
}

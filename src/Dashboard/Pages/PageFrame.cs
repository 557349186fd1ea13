using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Pages;

/// <summary>What stands around every page.</summary>
internal static class PageFrame
{
    /// <summary>A page of a process, which goes on living where there is script.</summary>
    public static Html Draw(PageView view, Page page, IReadOnlyList<Page> pages) => Draw(
        view.Root,
        $"{page.Title} · {view.Process.Name}",
        Html.Write($"""<nav aria-label="Pages of the process"><ul>{Html.Join(pages.Select(p => DrawLink(view, p, p == page)))}</ul></nav>"""),
        Html.Write($"""
            <h1>{page.Title} <small>{view.Process.Name}</small></h1>
            <p id="connection" role="status" hidden></p>
            <div data-live="{(page.IsLive ? FindStream(view, page) : "")}">{Html.Join(DrawPanels(view, page).Select(DrawPanel))}</div>
            """));

    private static string FindStream(PageView view, Page page) =>
        view.Address("live/" + page.Name) + (view.Choice.Length > 0 ? "?of=" + Uri.EscapeDataString(view.Choice) : "");

    /// <summary>The parts of a page; where the process never answered, only why.</summary>
    public static IEnumerable<Panel> DrawPanels(PageView view, Page page)
    {
        yield return new Panel("problem", Html.When(view.Seen.Problem is not null, () => Html.Write($"""
            <p class="problem" role="alert"><strong>The process does not answer.</strong> {view.Seen.Problem}
            What is shown is how it was at {Words.Moment(view.Seen.Seen)}.</p>
            """)));
        if (view.Seen.Status is null)
            yield break;
        foreach (var panel in page.Draw(view))
            yield return panel;
    }

    /// <summary>Any page.</summary>
    /// <param name="root">The address of the dashboard.</param>
    /// <param name="title">Its title.</param>
    /// <param name="navigation">The way to others.</param>
    /// <param name="main">What is on it.</param>
    public static Html Draw(string root, string title, Html navigation, Html main) => Html.Write($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>{title} · HotWeave</title><link rel="icon" href="data:,">
        <link rel="stylesheet" href="{root}/assets/dashboard.css"><script src="{root}/assets/dashboard.js" defer></script></head>
        <body><a class="skip" href="#main">Skip to the content</a><header><a class="home" href="{root}/">HotWeave</a>{navigation}</header>
        <main id="main" tabindex="-1">{main}</main></body></html>

        """);

    private static Html DrawPanel(Panel panel) => Html.Write($"""<section id="{panel.Id}">{panel.Content}</section>""");

    private static Html DrawLink(PageView view, Page page, bool isThis)
    {
        var current = Html.When(isThis, static () => Html.Write($" aria-current=\"page\""));
        return Html.Write($"""<li><a href="{view.Address(page.Name)}"{current}>{page.Title}</a></li>""");
    }
}

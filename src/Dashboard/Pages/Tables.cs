using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Pages;

/// <summary>Tables, which scroll by themselves where a screen is narrow, also by keyboard.</summary>
internal static class Tables
{
    /// <summary>A table with a caption.</summary>
    /// <param name="caption">What it lists.</param>
    /// <param name="columns">The heads of its columns; the first column heads its rows.</param>
    /// <param name="rows">The cells of each row.</param>
    public static Html Draw(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => Html.Write($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>
        <thead><tr>{Html.Join(columns.Select(DrawHead))}</tr></thead>
        <tbody>{Html.Join(rows.Select(DrawRow))}</tbody></table></div>
        """);

    /// <summary>Text as a cell.</summary>
    public static Html Cell(string? text) => Html.Write($"{text}");

    /// <summary>A moment as a cell.</summary>
    public static Html Moment(DateTimeOffset? time) => time is { } moment
        ? Html.Write($"""<time datetime="{moment.UtcDateTime:o}">{Words.Moment(moment)}</time>""")
        : Html.None;

    /// <summary>Names and what is said of them.</summary>
    public static Html Facts(IEnumerable<(string Name, Html Value)> facts) => Html.Write($"""
        <dl>{Html.Join(facts.Select(static f => Html.Write($"<div><dt>{f.Name}</dt><dd>{f.Value}</dd></div>")))}</dl>
        """);

    /// <summary>Lines below a title; nothing where there are none.</summary>
    public static Html List(string title, IReadOnlyCollection<string> lines) => Html.When(lines.Count > 0, () => Html.Write($"""
        <h3>{title}</h3><ul>{Html.Join(lines.Select(static l => Html.Write($"<li>{l}</li>")))}</ul>
        """));

    private static Html DrawHead(string column) => Html.Write($"""<th scope="col">{column}</th>""");

    private static Html DrawRow(IReadOnlyList<Html> cells) => Html.Write($"""
        <tr><th scope="row">{cells[0]}</th>{Html.Join(cells.Skip(1).Select(static c => Html.Write($"<td>{c}</td>")))}</tr>
        """);
}

using System.Text.RegularExpressions;
using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Pages;

/// <summary>What a patch changes, by type, and what it leaves behind.</summary>
internal static partial class PatchReport
{
    /// <summary>The report.</summary>
    /// <param name="types">The types that it replaces.</param>
    /// <param name="edits">The differences that it carries, one line each.</param>
    /// <param name="remarks">What stays behind, one line each, code first.</param>
    public static Html Draw(IReadOnlyList<string> types, IReadOnlyList<string> edits, IReadOnlyList<string> remarks) => Html.Write($"""
        <p>{Words.Count(types.Count, "type")}, {Words.Count(edits.Count, "edit")}, {Words.Count(remarks.Count, "remark")}.</p>
        {Html.Join(edits.GroupBy(e => FindType(e, types)).Select(DrawType))}
        {Tables.List("What stays behind", [.. remarks])}
        """);

    private static Html DrawType(IGrouping<string, string> type) => Html.Write($"""
        <details open><summary><code>{(type.Key.Length > 0 ? type.Key : "added and others")}</code>: {Words.Count(type.Count(), "edit")}</summary>
        <ul>{Html.Join(type.Select(e => DrawEdit(Shorten(e, type.Key))))}</ul></details>
        """);

    // The lines stand behind what it is: those of the deployed source, and those of the new one.
    private static Html DrawEdit(string edit)
    {
        var place = Place().Match(edit);
        if (!place.Success)
            return Html.Write($"<li><code>{edit}</code></li>");
        var lines = place.Groups["lines"].Value.Replace("->", "→", StringComparison.Ordinal);
        return Html.Write($"<li><code>{edit[..place.Index]}</code> <span class=\"note\">{lines}</span></li>");
    }

    [GeneratedRegex(@" \((?<lines>[^()]+:\d+( -> ([^()]+:)?\d+)?)\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    // changed N.Outer.Nested.Member(…): the longest type that it is in; reflection's + is a dot there.
    private static string FindType(string edit, IReadOnlyList<string> types)
    {
        var member = edit[(edit.IndexOf(' ') + 1)..];
        return types.Where(t => member.StartsWith(t.Replace('+', '.') + ".", StringComparison.Ordinal) || member == t.Replace('+', '.'))
            .OrderByDescending(static t => t.Length).FirstOrDefault() ?? "";
    }

    private static string Shorten(string edit, string type)
    {
        var prefix = type.Replace('+', '.') + ".";
        var member = edit.IndexOf(' ') + 1;
        return type.Length > 0 && edit[member..].StartsWith(prefix, StringComparison.Ordinal) ? edit.Remove(member, prefix.Length) : edit;
    }
}

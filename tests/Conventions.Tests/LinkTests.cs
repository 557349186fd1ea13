using System.Text;
using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>A link between pages leads to a page, and to a heading that it has.</summary>
public sealed partial class LinkTests
{
    private const string Map = "docs/README.md";

    private static readonly string[] s_pages =
        [.. SourceTree.Files.Where(static f => f.EndsWith(".md", StringComparison.Ordinal) && !f.StartsWith("src/Templates/content/", StringComparison.Ordinal))];

    private static readonly Dictionary<string, Lazy<HashSet<string>>> s_anchors =
        s_pages.ToDictionary(static page => page, static page => new Lazy<HashSet<string>>(() => FindAnchors(SourceTree.Read(page))));

    public static TheoryData<string> Pages => [.. s_pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page) => Convention.Holds(FindLinks(page).Where(static link => !Leads(link.Page, link.Anchor))
        .Select(link => $"{page} leads to {link.Page}#{link.Anchor}"));

    [Fact]
    public void The_map_shows_every_page()
    {
        var shown = FindLinks(Map).Select(static link => link.Page).ToHashSet(StringComparer.Ordinal);
        Convention.Holds(s_pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && !page.StartsWith("docs/adr/", StringComparison.Ordinal)
            && page != Map && !shown.Contains(page)));
    }

    // The checks themselves.
    [Theory]
    [InlineData("## HW3022: Field needs a constructor", "hw3022-field-needs-a-constructor")]
    [InlineData("## Newtonsoft.Json 13.0.3, woven `whole`", "newtonsoftjson-1303-woven-whole")]
    [InlineData("# With [a link](other.md) and a_name", "with-a-link-and-a_name")]
    [InlineData("```\n# no heading\n```", null)]
    public void Headings_are_found_as_pages_are_shown(string page, string? anchor) =>
        Assert.Equal(anchor is null ? [] : [anchor], FindAnchors(page));

    private static IEnumerable<(string Page, string Anchor)> FindLinks(string page) =>
        from match in LinkPattern().Matches(FencePattern().Replace(SourceTree.Read(page), ""))
        let target = match.Groups[1].Value.Split(' ')[0]
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let parts = target.Split('#', 2)
        let file = parts[0].Length == 0 ? page : Resolve(Path.GetDirectoryName(page)!, parts[0])
        select (file, parts.Length == 1 ? "" : parts[1]);

    private static bool Leads(string page, string anchor) =>
        anchor.Length == 0
            ? SourceTree.Files.Any(f => f == page || f.StartsWith(page + "/", StringComparison.Ordinal))
            : s_anchors.TryGetValue(page, out var anchors) && anchors.Value.Contains(anchor);

    private static string Resolve(string folder, string path) =>
        Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, folder, path))).Replace('\\', '/').TrimEnd('/');

    // A heading that stands twice has a number at its second place.
    private static HashSet<string> FindAnchors(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in HeadingPattern().Matches(FencePattern().Replace(page, "")))
        {
            var anchor = MakeAnchor(heading.Groups[1].Value);
            for (var number = 0; !anchors.Add(number == 0 ? anchor : $"{anchor}-{number}");)
                number++;
        }

        return anchors;
    }

    private static string MakeAnchor(string heading)
    {
        var text = new StringBuilder();
        foreach (var c in InnerLinkPattern().Replace(heading, "$1").Trim().ToLowerInvariant())
        {
            if (c == ' ')
                text.Append('-');
            else if (char.IsLetterOrDigit(c) || c is '-' or '_')
                text.Append(c);
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<!\\)\]\(([^()\s]+(?: ""[^""]*"")?)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex InnerLinkPattern();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"^```[\s\S]*?^```", RegexOptions.Multiline)]
    private static partial Regex FencePattern();
}

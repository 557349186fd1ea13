using System.Text.RegularExpressions;
using Xunit;

namespace HotWeave.Conventions.Tests.Sources;

/// <summary>A table of a page whose rows are numbered and end with the tests that show what they say.</summary>
internal static partial class TestTable
{
    /// <summary>Holds a page to having so many rows, in their order, each with tests that exist.</summary>
    public static void Holds(string page, int count)
    {
        var rows = SourceTree.Read(page).Split('\n').Select(static line => RowPattern().Match(line)).Where(static row => row.Success).ToList();
        Assert.Equal(
            Enumerable.Range(1, count),
            rows.Select(static row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Convention.Holds(rows.Where(static row => !NamePattern().IsMatch(row.Groups[2].Value)).Select(static row => row.Value));
        // A test that was renamed or dropped shows nothing any more.
        var sources = string.Join("\n", SourceTree.FilesUnder("tests", ".cs").Select(SourceTree.Read));
        Convention.Holds(rows.SelectMany(static row => NamePattern().Matches(row.Groups[2].Value)).Select(static name => name.Groups[1].Value)
            .Where(name => !Regex.IsMatch(sources, $@"\b(class {name}\b|{name}\()")));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\| (\d+) \|(?: [^|]+ \|)+ ([^|]+) \|$")]
    private static partial Regex RowPattern();
}

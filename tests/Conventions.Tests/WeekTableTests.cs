using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary><c>docs/week.md</c> has all edits of a week, in order, each with the tests that show what becomes of it.</summary>
public sealed partial class WeekTableTests
{
    private const int Edits = 34;

    [Fact]
    public void Each_edit_has_a_row_with_tests()
    {
        var rows = SourceTree.Read("docs/week.md").Split('\n').Select(static line => RowPattern().Match(line)).Where(static row => row.Success).ToList();
        Assert.Equal(Enumerable.Range(1, Edits), rows.Select(static row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Convention.Holds(rows.Where(static row => !row.Groups[2].Value.Contains('`', StringComparison.Ordinal)).Select(static row => row.Value));
    }

    // A test that was renamed or dropped shows nothing any more.
    [Fact]
    public void The_tests_of_each_row_exist()
    {
        var sources = string.Join("\n", SourceTree.FilesUnder("tests", ".cs").Select(SourceTree.Read));
        Convention.Holds(SourceTree.Read("docs/week.md").Split('\n').Select(static line => RowPattern().Match(line)).Where(static row => row.Success)
            .SelectMany(static row => NamePattern().Matches(row.Groups[2].Value)).Select(static name => name.Groups[1].Value)
            .Where(name => !Regex.IsMatch(sources, $@"\b(class {name}\b|{name}\()")));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^\| (\d+) \| [^|]+ \| [^|]+ \| ([^|]+) \|$")]
    private static partial Regex RowPattern();
}

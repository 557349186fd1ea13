using System.Globalization;
using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What <c>docs/edits.md</c> says a patch can express is what tests show.</summary>
public sealed partial class EditsTableTests
{
    private const string Documentation = "docs/edits.md";
    private const string Cases = "tests/Weaver.Tests/Cases/Swaps/";

    [Fact]
    public void Every_row_names_its_tests() =>
        Convention.Holds(Rows().Where(static row => row.Tests.Count == 0).Select(static row => row.Edit));

    [Fact]
    public void Every_test_that_a_row_names_exists() =>
        Convention.Holds(Rows().SelectMany(static row => row.Tests.Where(static t => !Exists(t)).Select(t => $"{t}, of: {row.Edit}")));

    [Fact]
    public void Every_swap_case_stands_in_a_row() =>
        Convention.Holds(SwapCases().Except(Rows().SelectMany(static row => row.Tests)));

    [Fact]
    public void Every_code_that_a_row_names_is_documented()
    {
        var diagnostics = SourceTree.Read("docs/diagnostics.md");
        Convention.Holds(Rows().SelectMany(static row => CodePattern().Matches(row.State).Select(static m => m.Value)).Where(id => !diagnostics.Contains("## " + id, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_ghost_takes_is_said_of_each_row()
    {
        var section = GhostSection();
        var said = section.Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2]))
            .SelectMany(static line => line.Split(" | ")[0][2..].Split(", ").SelectMany(ListRows))
            .ToList();
        Assert.Equal(Rows().Select(static row => row.Number).Distinct().Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_no_ghost_takes_is_named()
    {
        var refused = GhostRefusalPattern().Match(SourceTree.Read("tests/Weaver.Tests/Ghosts/GhostSwapTests.cs")).Groups[1].Value.Split(", ");
        Assert.NotEmpty(refused);
        var section = GhostSection();
        Convention.Holds(refused.Select(static name => name.Trim('"')).Where(name => !section.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static string GhostSection() => SourceTree.Read(Documentation).Split("\n## ").Single(static part => part.StartsWith("What a ghost takes", StringComparison.Ordinal));

    // "4 to 17", "22b"
    private static IEnumerable<string> ListRows(string rows)
    {
        var ends = rows.Trim().Split(" to ");
        return ends is [var from, var to]
            ? Enumerable.Range(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture) - int.Parse(from, CultureInfo.InvariantCulture) + 1)
                .Select(static n => n.ToString(CultureInfo.InvariantCulture))
            : ends;
    }

    private static IEnumerable<string> SwapCases() => SourceTree.FilesUnder("tests/Weaver.Tests/Cases/Swaps", ".cs").Select(static f => f[Cases.Length..^".cs".Length]);

    // A case, a test class, or a test method; an ellipsis stands for the rest of a name.
    private static bool Exists(string test)
    {
        var name = test.TrimEnd('…');
        var end = test == name ? @"\b" : "";
        return SwapCases().Contains(name) || s_testSources.Value.Any(source => Regex.IsMatch(source, $@"(class|Task|void) {Regex.Escape(name)}{end}"));
    }

    private static readonly Lazy<IReadOnlyList<string>> s_testSources = new(static () => [.. SourceTree.FilesUnder("tests", ".cs").Select(SourceTree.Read)]);

    private static List<Row> Rows()
    {
        var rows = SourceTree.Read(Documentation).Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(static line => line.Trim().Trim('|').Split(" | "))
            .Where(static cells => cells.Length == 4 && int.TryParse(cells[0].Trim().TrimEnd('b'), out _))
            .Select(static cells => new Row(cells[0].Trim(), cells[1].Trim(), cells[2], [.. NamePattern().Matches(cells[3]).Select(static m => m.Groups[1].Value)]))
            .ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private sealed record Row(string Number, string Edit, string State, IReadOnlyList<string> Tests);

    [GeneratedRegex(@"s_newMembers = \[([^\]]+)\]")]
    private static partial Regex GhostRefusalPattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"HW\d{4}")]
    private static partial Regex CodePattern();
}

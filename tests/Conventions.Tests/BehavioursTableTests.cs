using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What <c>docs/erlang.md</c> says of Erlang's behaviours is what tests show.</summary>
public sealed partial class BehavioursTableTests
{
    private const string Documentation = "docs/erlang.md";
    private const int Count = 63;

    private static readonly string[] s_states = ["yes", "otherwise", "no"];

    [Fact]
    public void Each_behaviour_stands_once_and_in_order() =>
        Assert.Equal(Enumerable.Range(1, Count), Rows().Select(static row => row.Number));

    [Fact]
    public void Each_row_says_how_it_stands_and_why_if_not_yes()
    {
        Convention.Holds(Rows().Where(static row => !s_states.Contains(StatePattern().Match(row.State).Value)).Select(static row => $"{row.Number}: {row.State}"));
        Convention.Holds(Rows().Where(static row => s_states.Contains(row.State) && row.State != "yes").Select(static row => $"{row.Number}: {row.State}, and no reason"));
    }

    [Fact]
    public void Each_row_names_tests_and_all_of_them_exist() =>
        Convention.Holds(Rows().SelectMany(static row => row.Tests.Count == 0 ? [$"{row.Number} names no test"] : row.Tests.Where(static t => !Exists(t)).Select(t => $"{row.Number}: {t}")));

    // Where the behaviour stands elsewhere (38) or cannot be had, the tests that the row names are of others.
    [Fact]
    public void What_holds_has_a_test_of_its_number() =>
        Convention.Holds(Rows().Where(static row => row.State.StartsWith("yes", StringComparison.Ordinal))
            .Where(static row => !row.Tests.Any(test => Methods(test).Any(m => Numbers(m).Contains(row.Number))))
            .Select(static row => row.Number.ToString("00")));

    [Fact]
    public void Each_numbered_test_stands_in_the_row_of_each_of_its_numbers()
    {
        var rows = Rows();
        var numbered = s_tests.Value.SelectMany(static t => Numbers(t.Method).Select(n => (Number: n, Test: t))).ToList();
        Assert.NotEmpty(numbered);
        Convention.Holds(numbered
            .Where(entry => !rows.Any(row => row.Number == entry.Number && row.Tests.Any(t => t.StartsWith(entry.Test.Class + ".", StringComparison.Ordinal) && Methods(t).Contains(entry.Test.Method))))
            .Select(static entry => $"{entry.Number}: {entry.Test.Class}.{entry.Test.Method}"));
    }

    private static bool Exists(string test) => Methods(test).Count != 0;

    // The methods that "Class.Method" names; an ellipsis stands for the rest of a name.
    private static List<string> Methods(string test)
    {
        var parts = test.Split('.');
        if (parts.Length != 2)
            return [];
        var prefix = parts[1].TrimEnd('…');
        return [.. s_tests.Value.Where(t => t.Class == parts[0]).Select(static t => t.Method)
            .Where(m => prefix == parts[1] ? m == prefix : m.StartsWith(prefix, StringComparison.Ordinal))];
    }

    private static IEnumerable<int> Numbers(string method) =>
        NumberPattern().Match(method).Groups[1].Captures.Select(static c => int.Parse(c.Value, System.Globalization.CultureInfo.InvariantCulture));

    private static readonly Lazy<IReadOnlyList<(string Class, string Method)>> s_tests = new(static () =>
    [
        .. SourceTree.FilesUnder("tests", ".cs")
            .Where(static file => file.EndsWith("Tests.cs", StringComparison.Ordinal))
            .SelectMany(static file => TestPattern().Matches(SourceTree.Read(file)).Select(m => (Path.GetFileNameWithoutExtension(file), m.Groups[1].Value))),
    ]);

    private static List<Row> Rows() =>
    [
        .. SourceTree.Read(Documentation).Split('\n')
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(static line => line.Trim().Trim('|').Split(" | "))
            .Where(static cells => cells.Length == 4 && int.TryParse(cells[0].Trim(), out _))
            .Select(static cells => new Row(
                int.Parse(cells[0].Trim(), System.Globalization.CultureInfo.InvariantCulture),
                cells[2].Trim(),
                [.. NamePattern().Matches(cells[3]).Select(static m => m.Groups[1].Value)])),
    ];

    private sealed record Row(int Number, string State, IReadOnlyList<string> Tests);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^(yes|otherwise|no)(?=$|[:;, ])")]
    private static partial Regex StatePattern();

    [GeneratedRegex(@"^Behaviour(?:(?:_and)?_(\d\d))+_")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*(?:\[[^\n]*\]|//[^\n]*)\n)*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestPattern();
}

using HotWeave.Tool.Output;

namespace HotWeave.Tool.Tests.Output;

/// <summary>Tables keep to their width, and lose neither a column nor what tells rows apart.</summary>
public sealed class TableLayoutTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void Rows_keep_to_the_width_and_no_column_is_lost(int width)
    {
        var lines = TableLayout.Write(["A", "B", "C"], [["first", new string('x', 70), "/a/long/folder/that/ends/in/one"], ["second", "short", "/a/long/folder/that/ends/in/two"]], width).ToList();
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.StartsWith("first ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("one", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("two", lines[2], StringComparison.Ordinal);
        Assert.Contains("B", lines[0], StringComparison.Ordinal);
        Assert.Contains("C", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_width_nothing_is_cut() =>
        Assert.Equal(["A       B", "a       " + new string('x', 300), "longer  y"], TableLayout.Write(["A", "B"], [["a", new string('x', 300)], ["longer", "y"]], null));

    [Fact]
    public void The_first_column_keeps_half_of_the_room() =>
        Assert.StartsWith("a long name", TableLayout.Write(["NAME", "B"], [["a long name", new string('x', 50)]], 22).Last(), StringComparison.Ordinal);
}

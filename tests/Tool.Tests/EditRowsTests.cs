using HotWeave.Tool.Output;

namespace HotWeave.Tool.Tests;

/// <summary>What a person reads of edits.</summary>
public sealed class EditRowsTests
{
    private static readonly string s_here = Path.Combine(Environment.CurrentDirectory, "Domain", "Money.cs");

    [Fact]
    public void The_type_stands_once_and_paths_begin_where_the_person_stands() => Assert.Equal(
        ["Shop.Money|changed|Add(Int32)|Domain/Money.cs(3,5)", "|added|Sub(Int32)|/elsewhere/Money.cs(4,5)", "|deleted|Gone()|"],
        Write(Edit("changed", "Shop.Money", "Add(Int32)", s_here, 3), Edit("added", "Shop.Money", "Sub(Int32)", "/elsewhere/Money.cs", 4), Edit("deleted", "Shop.Money", "Gone()", null, null)));

    [Fact]
    public void What_generators_wrote_is_one_row() => Assert.Equal(
        ["Shop.Money|changed|Add(Int32)|Domain/Money.cs(3,5)", "generated code|changed|4 edits in 3 types|"],
        Write(
            Edit("added", "System.Text.RegularExpressions.Generated.<RegexGenerator_g>F1__Pattern_0/Runner", "Scan()", null, null),
            Edit("changed", "Shop.Money", "Add(Int32)", s_here, 3),
            Edit("added", "Shop.Money", "Pattern()", "/src/shop/obj/Release/net10.0/Generated/Regex.cs", 9),
            Edit("changed", "Shop.Json", "Create()", "/src/Shop.Json.g.cs", 9),
            Edit("changed", "Shop.Json", "Get()", "/src/Shop.Json.g.cs", 12)));

    [Fact]
    public void Of_a_long_name_the_end_is_shown()
    {
        var name = string.Concat(Enumerable.Repeat("Part.", 20)) + "Last";
        var shown = Assert.Single(Write(Edit("changed", name, "Go()", null, null))).Split('|')[0];
        Assert.Equal(60, shown.Length);
        Assert.Matches("^….*[.]Last$", shown);
    }

    // Damaged symbols.
    [Theory]
    [InlineData("", "")]
    [InlineData("a\0b.cs", "a\0b.cs(3,5)")]
    [InlineData("a\u001b[2Jb.cs", "a\u001b[2Jb.cs(3,5)")]
    public void A_file_may_have_any_name(string file, string shown) =>
        Assert.Equal([$"Shop.Money|changed|Add(Int32)|{shown}"], Write(Edit("changed", "Shop.Money", "Add(Int32)", file, 3)));

    private static IEnumerable<string> Write(params EditDocument[] edits) => EditRows.Write(edits).Select(static r => string.Join('|', r));

    private static EditDocument Edit(string kind, string type, string member, string? file, int? line) =>
        new(kind, type, type + "." + member, file, line, file is null ? null : 5, null);
}

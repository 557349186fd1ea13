using HotWeave.Analyzers.CodeFixes;
using HotWeave.Analyzers.Rules;
using HotWeave.Analyzers.Tests.Verifying;
using Xunit;

namespace HotWeave.Analyzers.Tests;

public sealed class RecordAndFieldTests
{
    [Theory]
    [InlineData("[Swappable] public record {|HW4062:Order|}(int Id);")]
    [InlineData("[Swappable] public readonly record struct {|HW4062:Order|}(int Id);")]
    [InlineData("[assembly: Swappable]\npublic class Shop { public record {|HW4062:Order|}(int Id); }")]
    public Task A_positional_record_that_others_see_is_named(string source) =>
        Analyzed<PositionalRecordAnalyzer>.AsExpectedAsync("using HotWeave;\n" + source);

    [Theory]
    [InlineData("[Swappable] record Order(int Id);")]
    [InlineData("public record Order(int Id);")]
    [InlineData("[Swappable] public record Order { public int Id { get; init; } }")]
    [InlineData("[Swappable] public class Shop { record Order(int Id); }")]
    public Task Other_records_are_not(string source) => Analyzed<PositionalRecordAnalyzer>.AsExpectedAsync("using HotWeave;\n" + source);

    [Theory]
    [InlineData("[Swappable(Track = true)]", "private readonly decimal {|HW4063:_value|};")]
    [InlineData("[Swappable(Track = true)]", "private readonly string {|HW4063:_value|} = \"\";")]
    [InlineData("[Swappable]", "private readonly int {|HW4063:_value|}; [CodeChange] private void Change(CodeChangeContext change) { }")]
    public Task State_that_code_change_could_not_assign_is_named(string mark, string members) =>
        Analyzed<ReadOnlyStateAnalyzer>.AsExpectedAsync(Account(mark, members));

    [Theory]
    [InlineData("[Swappable]", "private readonly int _value;")]
    [InlineData("[Swappable(Track = true)]", "private int _value;")]
    [InlineData("[Swappable(Track = true)]", "private readonly System.Collections.Generic.List<int> _values = new();")]
    [InlineData("[Swappable(Track = true)]", "private static readonly int _value;")]
    public Task Other_fields_are_not(string mark, string members) => Analyzed<ReadOnlyStateAnalyzer>.AsExpectedAsync(Account(mark, members));

    [Fact]
    public Task The_word_readonly_goes() => Fixed<ReadOnlyStateAnalyzer, RemoveReadOnlyFix>.AsExpectedAsync(
        Account("[Swappable(Track = true)]", "private readonly int {|HW4063:_value|};"), Account("[Swappable(Track = true)]", "private int _value;"));

    private static string Account(string mark, string members) => $$"""
        using HotWeave;

        {{mark}}
        class Account
        {
            {{members}}
        }
        """;
}

using HotWeave.Analyzers.CodeFixes;
using HotWeave.Analyzers.Rules;
using HotWeave.Analyzers.Tests.Verifying;
using Xunit;

namespace HotWeave.Analyzers.Tests;

public sealed class UnmarkedStateTests
{
    private const string Types = """

        class Stock { private int _count; public void Add() => _count++; }
        struct Price { public int Cents; }
        enum Kind { One }
        [Swappable] class Marked { public void Do() { } }
        [NotSwappable] class Meant { public void Do() { } }
        """;

    [Theory]
    [InlineData("private Stock {|HW4061:_stock|} = new();")]
    [InlineData("public Stock {|HW4061:Stock|} { get; } = new();")]
    [InlineData("private readonly Dictionary<string, List<Stock>> {|HW4061:_stocks|} = new();")]
    [InlineData("private Stock[] {|HW4061:_stocks|} = [];")]
    public Task State_in_a_type_without_a_mark_is_named(string field) => Analyzed<UnmarkedStateAnalyzer>.AsExpectedAsync(Program(field));

    [Theory]
    [InlineData("private Marked _marked = new();")]
    [InlineData("private Meant _meant = new();")]
    // These do nothing that could change.
    [InlineData("private Price _price;")]
    [InlineData("private Kind _kind;")]
    [InlineData("private List<string> _names = new();")]
    public Task State_in_marked_foreign_or_idle_types_is_not(string field) => Analyzed<UnmarkedStateAnalyzer>.AsExpectedAsync(Program(field));

    [Theory]
    [InlineData("build_property.HotWeaveAll = true")]
    [InlineData("build_property.HotWeaveIncludedNames = No.*|Sto*")]
    [InlineData("build_property.HotWeaveEnabled = false")]
    public Task The_builds_properties_count(string property) =>
        Analyzed<UnmarkedStateAnalyzer>.AsExpectedAsync(Program("private Stock _stock = new();"), property);

    [Fact]
    public Task What_the_build_leaves_out_is_named() => Analyzed<UnmarkedStateAnalyzer>.AsExpectedAsync(
        Program("private Stock {|HW4061:_stock|} = new();"), "build_property.HotWeaveAll = true\nbuild_property.HotWeaveExcludedNames = *ock");

    [Fact]
    public Task The_type_gets_the_mark() => Fixed<UnmarkedStateAnalyzer, MarkSwappableFix>.AsExpectedAsync(
        """
        using HotWeave;

        [Swappable]
        class Shop
        {
            private Stock {|HW4061:_stock|} = new();
        }

        class Stock
        {
            public void Add() { }
        }
        """,
        """
        using HotWeave;

        [Swappable]
        class Shop
        {
            private Stock _stock = new();
        }

        [Swappable]
        class Stock
        {
            public void Add() { }
        }
        """);

    private static string Program(string field) => $$"""
        using System.Collections.Generic;
        using HotWeave;

        [Swappable]
        class Shop
        {
            {{field}}
        }
        """ + Types;
}

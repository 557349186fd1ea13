using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Which static tables new code has anew, and which keep what they hold.</summary>
public class StaticTableTests
{
    [Theory]
    [InlineData("private", "Dictionary<string, int>", "new() { [\"a\"] = 1 }", "new() { [\"a\"] = 2 }", "T[\"a\"]")]
    [InlineData("internal", "List<string>", "new() { \"a\" }", "new() { \"b\" }", "T.Count + T.IndexOf(\"b\")")]
    [InlineData("private", "Dictionary<string, Func<int>>", "new() { [\"a\"] = () => 1 }", "new() { [\"a\"] = () => 1, [\"b\"] = () => 2 }", "T.Sum(t => t.Value())")]
    [InlineData("private", "Lazy<string>", "new(() => \"a\" + 1)", "new(() => \"a\" + 2)", "T.Value.Length")]
    [InlineData("public", "IReadOnlyList<int>", "new List<int> { 1 }", "new List<int> { 2 }", "T[0]", OutputKind.ConsoleApplication)]
    public void Tables_that_are_only_read_are_made_anew(string access, string type, string before, string after, string use, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var (result, written) = Make(access, type, before, after, $"return {use} + Environment.TickCount;", kind);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3218");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3217");
    }

    [Theory]
    [InlineData("private", "Dictionary<string, int>", "new() { [\"a\"] = 1 }", "new() { [\"a\"] = 2 }", "T[\"b\"] = 1; return T.Count;")]
    [InlineData("private", "List<int>", "new() { 1 }", "new() { 2 }", "T.Add(1); return T.Count;")]
    [InlineData("private", "List<int>", "new() { 1 }", "new() { 2 }", "var t = T; t.Clear(); return t.Count;")]
    [InlineData("private", "List<int>", "new() { 1 }", "new() { 2 }", "return Keep(T);")]
    [InlineData("private", "List<int>", "new() { 1 }", "new() { 2 }", "kept = T; return T.Count;")]
    [InlineData("private", "List<object>", "new() { new object() }", "new() { \"\" }", "return T.Count;")]
    [InlineData("private", "List<int[]>", "new() { new[] { 1 } }", "new() { new[] { 2 } }", "return T[0][0];")]
    [InlineData("private", "List<int>", "new() { 1 }", "new() { Environment.ProcessId }", "return T.Count;")]
    [InlineData("private", "List<int>", "new() { 1 }", "Made()", "return T.Count;")]
    [InlineData("private", "Lazy<int>", "new(() => Environment.ProcessId)", "new(() => Environment.ProcessId + 1)", "return T.Value;")]
    [InlineData("public", "List<int>", "new() { 1 }", "new() { 2 }", "return T.Count;")]
    public void Others_keep_what_they_hold(string access, string type, string before, string after, string use)
    {
        var (result, _) = Make(access, type, before, after, use + " ", OutputKind.DynamicallyLinkedLibrary);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3217");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3218");
    }

    [Fact]
    public void What_deployed_code_changes_is_no_table_though_new_code_only_reads_it()
    {
        var (result, _) = EditCase.Make(
            Source("private", "List<int>", "new() { 1 }", "T.Add(2); return T.Count;"), Source("private", "List<int>", "new() { 2 }", "return T.Count + 1;"));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3217");
    }

    [Fact]
    public void What_is_marked_is_made_anew_whatever_deployed_code_does_with_it()
    {
        const string Marked = "[HotWeave.Reinitialize] private";
        var (result, written) = EditCase.Make(
            Source(Marked, "List<int>", "new() { 1 }", "T.Add(2); return T.Count;"), Source(Marked, "List<int>", "new() { 2 }", "return T.Count + 1;"));
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3218");
    }

    [Fact]
    public void What_friends_can_name_is_no_table()
    {
        const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Other\")]\n";
        var (result, _) = EditCase.Make(Befriend(1), Befriend(2));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3217");

        static string Befriend(int value) =>
            Source("internal", "List<int>", $"new() {{ {value} }}", "return T.Count;").Replace("public class C", Friend + "public class C");
    }

    private static (PatchResult Result, bool Written) Make(string access, string type, string before, string after, string use, OutputKind kind) =>
        EditCase.Make(Source(access, type, before, use), Source(access, type, after, use), kind);

    private static string Source(string access, string type, string value, string use) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        public class C
        {
            {{access}} static readonly {{type}} T = {{value}};
            internal static List<int>? kept;
            static List<int> Made() { Console.WriteLine(); return new(); }
            static int Keep(List<int> t) { kept = t; return t.Count; }
            public virtual int F() { {{use}} }
            static void Main() { }
        }
        """;
}

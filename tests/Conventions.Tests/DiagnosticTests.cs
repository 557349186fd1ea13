using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>Every message has one id, spelled in one place, explained in one section.</summary>
public sealed partial class DiagnosticTests
{
    private const string Documentation = "docs/diagnostics.md";

    // HW9001 asks for a report, whichever part found the defect; the parts that run inside other processes do not refer to the weaver, which declares it.
    [Fact]
    public void An_id_is_spelled_in_one_place_of_the_sources() => Convention.Holds(IdsInSources()
        .GroupBy(use => use.Id)
        .Where(uses => uses.Key != "HW9001" && uses.Count() > 1)
        .Select(uses => $"{uses.Key}: {string.Join(", ", uses.Select(use => use.Place))}"));

    [Fact]
    public void Every_id_is_documented() =>
        Convention.Holds(IdsInSources().Where(use => !DocumentedIds().Contains(use.Id)).Select(use => $"{use.Id} at {use.Place} has no section in {Documentation}"));

    [Fact]
    public void Every_documented_id_exists() =>
        Convention.Holds(DocumentedIds().Except(IdsInSources().Select(use => use.Id)));

    [Fact]
    public void Documentation_has_one_section_for_each_id_in_order() =>
        Assert.Equal(DocumentedIds().Distinct().Order(StringComparer.Ordinal), DocumentedIds());

    [Fact]
    public void Every_section_says_cause_and_remedy() =>
        Convention.Holds(SourceTree.Read(Documentation).Split("\n## ").Skip(1)
            .Where(section => HeadingPattern().IsMatch("## " + section))
            .Where(section => !section.Contains("Cause", StringComparison.OrdinalIgnoreCase) || !section.Contains("Remedy", StringComparison.OrdinalIgnoreCase))
            .Select(section => section.Split('\n')[0]));

    [Fact]
    public void The_build_targets_name_only_ids_that_exist()
    {
        var known = IdsInSources().Select(use => use.Id).ToHashSet();
        var named = SourceTree.FilesUnder("src/MSBuild", ".targets").SelectMany(file => IdPattern().Matches(SourceTree.Read(file))).Select(match => match.Value).ToList();
        Assert.NotEmpty(named);
        Convention.Holds(named.Except(known));
    }

    private static IReadOnlyList<(string Id, string Place)> IdsInSources() => s_ids.Value;

    private static readonly Lazy<IReadOnlyList<(string Id, string Place)>> s_ids = new(() => [.. SourceTree.FilesUnder("src", ".cs").SelectMany(IdsIn)]);

    private static IEnumerable<(string Id, string Place)> IdsIn(string file)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceTree.Read(file));
        return tree.GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && WholeIdPattern().IsMatch(literal.Token.ValueText))
            .Select(literal => (literal.Token.ValueText, $"{file}({literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1})"));
    }

    private static List<string> DocumentedIds() => [.. HeadingPattern().Matches(SourceTree.Read(Documentation)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\bHW\d{4}\b")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^HW\d{4}$")]
    private static partial Regex WholeIdPattern();

    [GeneratedRegex(@"^## (HW\d{4}): \S.*$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}

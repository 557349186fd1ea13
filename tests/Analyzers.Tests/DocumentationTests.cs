using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace HotWeave.Analyzers.Tests;

public sealed class DocumentationTests
{
    private static readonly IReadOnlyList<DiagnosticDescriptor> s_descriptors =
        [.. typeof(AnalyzerDiagnostics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static f => (DiagnosticDescriptor)f.GetValue(null)!)];

    public static TheoryData<string> Ids => [.. s_descriptors.Select(static d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_suggestion_is_documented_word_by_word(string id)
    {
        var descriptor = s_descriptors.Single(d => d.Id == id);
        var section = Regex.Match(ReadDiagnostics(), $"(?ms)^## {id}: .+?(?=^## |\\z)").Value;
        Assert.StartsWith($"## {id}: {descriptor.Title}\n", section, StringComparison.Ordinal);
        Assert.Contains($"*suggestion* — `{descriptor.MessageFormat}`", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_suggestion_is_made_by_one_analyzer() => Assert.Equal(
        s_descriptors.Select(static d => d.Id),
        typeof(AnalyzerDiagnostics).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .SelectMany(static t => ((DiagnosticAnalyzer)Activator.CreateInstance(t)!).SupportedDiagnostics).Select(static d => d.Id).Order());

    private static string ReadDiagnostics()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weaver.sln")))
                return File.ReadAllText(Path.Combine(folder.FullName, "docs", "diagnostics.md"));
        }

        throw new DirectoryNotFoundException("No folder above holds Weaver.sln.");
    }
}

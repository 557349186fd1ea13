using System.Reflection;
using System.Text.RegularExpressions;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Tests;

public sealed class DocumentationTests
{
    private static readonly string s_docs = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "docs"));

    private static readonly IReadOnlyList<DiagnosticDescriptor> s_descriptors =
        [.. new[] { typeof(UseDiagnostics), typeof(SigningDiagnostics), typeof(DevDiagnostics), typeof(FleetToolDiagnostics) }.SelectMany(static t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(static f => (DiagnosticDescriptor)f.GetValue(null)!)];

    public static TheoryData<string> Ids => [.. s_descriptors.Select(static d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_message_is_documented_word_by_word(string id)
    {
        var descriptor = s_descriptors.Single(d => d.Id == id);
        var section = Regex.Match(File.ReadAllText(Path.Combine(s_docs, "diagnostics.md")), $"(?ms)^## {descriptor.Id}: .+?(?=^## |\\z)").Value;

        Assert.Contains($"*{descriptor.Severity.ToString().ToLowerInvariant()}* — `{descriptor.Format}`", section, StringComparison.Ordinal);
        Assert.Contains("**Cause.**", section, StringComparison.Ordinal);
        Assert.Contains("**Remedy.**", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_id_is_used_once()
    {
        var ids = s_descriptors.Select(static d => d.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^HW7[01]\\d\\d$", id));
    }

    [Fact]
    public void What_the_agent_needs_of_a_trimmed_framework_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(s_docs, "live-control.md"));
        var section = Regex.Match(text, "(?ms)^## Trimmed applications$.+?(?=^## )").Value;

        Assert.Equal(AgentImage.Read().References, Regex.Matches(section, "`(System\\.[A-Za-z.]+)`").Select(m => m.Groups[1].Value));
    }
}

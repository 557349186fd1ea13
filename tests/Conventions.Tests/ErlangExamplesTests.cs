using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>The C# that <c>docs/erlang.md</c> shows is the samples' own, but for comments.</summary>
public sealed partial class ErlangExamplesTests
{
    private static readonly string[] s_samples = ["samples/Counter", "samples/CodeChange", "samples/PingPong"];

    [Fact]
    public void Every_line_of_the_examples_stands_in_a_sample()
    {
        var known = s_samples.SelectMany(static sample => SourceTree.FilesUnder(sample, ".cs")).SelectMany(static file => Lines(SourceTree.Read(file))).ToHashSet(StringComparer.Ordinal);
        var shown = BlockPattern().Matches(SourceTree.Read("docs/erlang.md")).SelectMany(static block => Lines(block.Groups[1].Value)).ToList();
        Assert.NotEmpty(shown);
        Convention.Holds(shown.Where(line => !known.Contains(line)));
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(static line => line.Split("//")[0].Trim()).Where(static line => line.Length != 0);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}

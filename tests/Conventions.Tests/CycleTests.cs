using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>Files of the weaver that know each other in a circle are one file cut in pieces: few may, and only few at a time.</summary>
public sealed class CycleTests
{
    // Definitions that need each other, such as types and the table that has them.
    private const int LargestKnot = 3;

    [Fact]
    public void Files_of_a_stage_form_no_knots() =>
        Convention.Holds(Knots(FindEdges()).Where(static knot => knot.Count > LargestKnot).Select(static knot => $"{knot.Count} files: {string.Join(", ", knot)}"));

    // The check itself: three in a row, the last of which knows the first.
    [Fact]
    public void A_circle_is_found()
    {
        var edges = new Dictionary<string, HashSet<string>> { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["a", "d"], ["d"] = [] };
        Assert.Equal(["a", "b", "c"], Assert.Single(Knots(edges)));
    }

    private static Dictionary<string, HashSet<string>> FindEdges()
    {
        var edges = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var tree in WeaverCompilation.Value.SyntaxTrees)
        {
            if (WeaverCompilation.StageOf(tree.FilePath) is not { Length: > 0 } stage)
                continue;
            var model = WeaverCompilation.Value.GetSemanticModel(tree);
            var used = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
                .Select(name => model.GetSymbolInfo(name).Symbol)
                .Select(static symbol => symbol as INamedTypeSymbol ?? symbol?.ContainingType)
                .SelectMany(static type => type?.DeclaringSyntaxReferences ?? [])
                .Select(static reference => reference.SyntaxTree.FilePath)
                .Where(file => file != tree.FilePath && WeaverCompilation.StageOf(file) == stage);
            edges[tree.FilePath] = [.. used];
        }

        Assert.NotEmpty(edges);
        return edges;
    }

    // Files that reach each other (Tarjan): those of one circle, in ordinal order, the largest circle first.
    private static List<List<string>> Knots(Dictionary<string, HashSet<string>> edges)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var low = new Dictionary<string, int>(StringComparer.Ordinal);
        var stack = new Stack<string>();
        var knots = new List<List<string>>();
        foreach (var file in edges.Keys.Where(file => !index.ContainsKey(file)).Order(StringComparer.Ordinal).ToList())
        {
            if (!index.ContainsKey(file))
                Visit(file);
        }

        return [.. knots.Where(static k => k.Count > 1).OrderByDescending(static k => k.Count)];

        void Visit(string file)
        {
            index[file] = low[file] = index.Count;
            stack.Push(file);
            foreach (var next in edges.GetValueOrDefault(file) ?? [])
            {
                if (!index.TryGetValue(next, out var known))
                {
                    Visit(next);
                    low[file] = Math.Min(low[file], low[next]);
                }
                else if (stack.Contains(next))
                {
                    low[file] = Math.Min(low[file], known);
                }
            }

            if (low[file] != index[file])
                return;
            var knot = new List<string>();
            string member;
            do
            {
                member = stack.Pop();
                knot.Add(member);
            }
            while (member != file);
            knot.Sort(StringComparer.Ordinal);
            knots.Add(knot);
        }
    }
}

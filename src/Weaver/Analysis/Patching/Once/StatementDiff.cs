using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What a body does more in the new build, and what it does no longer.</summary>
/// <param name="Added">Statements that only the new build has.</param>
/// <param name="Removed">Statements that only the deployed build has.</param>
internal sealed record StatementDiff(IReadOnlyList<Statement> Added, IReadOnlyList<Statement> Removed)
{
    private const int Most = 8;

    /// <summary>Compares two rows of statements, whatever their order.</summary>
    public static StatementDiff Compare(IReadOnlyList<Statement> now, IReadOnlyList<Statement> then) => new(Without(now, then), Without(then, now));

    /// <summary>Where the first statement stands that is new.</summary>
    public SourceLocation? Location => Added.Where(static s => s.Summary.Length > 0).Concat(Added).Select(static s => s.Location).FirstOrDefault(static l => l is not null);

    /// <summary>Whether nothing is left that a person would miss.</summary>
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0;

    /// <summary>The calls that only the new build makes, for people.</summary>
    public string Summary => List(Summaries(Added));

    /// <summary>For people: what is missing, and what is there still.</summary>
    /// <param name="where">Where it is missing.</param>
    public string Describe(string where)
    {
        var (missing, kept) = (Summaries(Added), Summaries(Removed));
        return (missing.Count, kept.Count) switch
        {
            (0, 0) => $"what the deployed one did stays as it is {where}",
            (_, 0) => $"missing {where}: {List(missing)}",
            (0, _) => $"still in force {where}: {List(kept)}",
            _ => $"missing {where}: {List(missing)}; still in force: {List(kept)}",
        };
    }

    private static List<Statement> Without(IReadOnlyList<Statement> statements, IReadOnlyList<Statement> others)
    {
        var counts = others.GroupBy(static o => o.Text, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
        var left = new List<Statement>();
        foreach (var statement in statements)
        {
            if (counts.TryGetValue(statement.Text, out var count) && count > 0)
                counts[statement.Text] = count - 1;
            else
                left.Add(statement);
        }

        return left;
    }

    private static List<string> Summaries(IEnumerable<Statement> statements) =>
        [.. statements.Select(static s => s.Summary).Where(static s => s.Length > 0)];

    private static string List(List<string> summaries) => ReadableName.ListFirst(summaries, Most);
}

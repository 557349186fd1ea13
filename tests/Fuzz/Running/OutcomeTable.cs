using System.Globalization;

namespace HotWeave.Fuzz.Running;

/// <summary>Counts outcomes by case, as a table in Markdown.</summary>
internal sealed class OutcomeTable
{
    private static readonly string[] s_results = ["0", "1", "2", "70", Outcome.Slow, Outcome.Big, Outcome.Outside, Outcome.Died];

    private readonly SortedDictionary<string, Dictionary<string, int>> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Time, int Memory)> _most = new(StringComparer.Ordinal);

    /// <summary>How many did not end as they have to.</summary>
    public int Bad { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many ended so.</summary>
    public int Of(string result) => _counts.Values.Sum(c => c.GetValueOrDefault(result));

    /// <summary>Adds one.</summary>
    public void Add(Outcome outcome)
    {
        if (!_counts.TryGetValue(outcome.Case, out var counts))
            _counts[outcome.Case] = counts = new Dictionary<string, int>(StringComparer.Ordinal);
        counts[outcome.Result] = counts.GetValueOrDefault(outcome.Result) + 1;
        var (time, memory) = _most.GetValueOrDefault(outcome.Case);
        _most[outcome.Case] = (Math.Max(time, outcome.Milliseconds), Math.Max(memory, outcome.Megabytes));
        Count++;
        Bad += outcome.IsGood ? 0 : 1;
    }

    /// <summary>The table.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return "| input | tried | done (0) | refused (1) | usage (2) | defect (70) | over 10 s | over 1 GB | wrote outside | ended | longest ms | most MB allocated |";
        yield return "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";
        foreach (var (name, counts) in _counts)
            yield return Line(name, counts, _most[name]);
        var all = s_results.ToDictionary(static r => r, r => _counts.Values.Sum(c => c.GetValueOrDefault(r)));
        yield return Line("**all**", all, (_most.Values.Max(static m => m.Time), _most.Values.Max(static m => m.Memory)));
    }

    private static string Line(string name, Dictionary<string, int> counts, (int Time, int Memory) most) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {counts.Values.Sum()} | {string.Join(" | ", s_results.Select(r => counts.GetValueOrDefault(r)))} | {most.Time} | {most.Memory} |");
}

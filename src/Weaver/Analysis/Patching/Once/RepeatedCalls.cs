using HotWeave.Weaver.Analysis.Patching.Staying;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// What a patch does for a process that runs: what hooks of the new build repeat, and the values of new fields that it knows, are not
/// missing there.
/// </summary>
internal sealed class RepeatedCalls
{
    private readonly HashSet<string> _summaries = new(StringComparer.Ordinal);
    private readonly List<Statement> _assignments = [];
    private readonly HashSet<FieldDefinition> _given;
    private readonly Lazy<HashSet<FieldDefinition>> _gone;

    public RepeatedCalls(IReadOnlyList<PatchDiff> diffs, CodeHeads heads, ToldObjects told)
    {
        _given = [.. diffs.SelectMany(static d => d.AddedFields).Where(static a => a.Initialiser is not null || a.ForExisting is not null || a.Derived is not null || a.Fill is not null).Select(static a => a.Field)];
        _gone = new(() => [.. diffs.Where(static d => !d.Match.Pair.IsNewProject).SelectMany(ChangedField.Find).Where(static c => c.Change != FieldChange.Converted).Select(static c => c.Field)]);
        foreach (var diff in diffs)
        {
            var reader = new StatementReader(diff.Match.NewKeys);
            var hooks = diff.State.Hooks.Where(static h => h.IsCodeChange || h.Kind == HotWeave.Patches.Format.PatchHookKind.AfterSwap)
                .SelectMany(h => heads.ListHeads(h.Method)).Where(static h => h.HasBody);
            foreach (var statement in hooks.Concat(told.FindTelling(diff.Match.Pair.New)).SelectMany(reader.Read))
            {
                _summaries.Add(statement.Summary);
                if (statement.IsAssignment)
                    _assignments.Add(statement);
            }
        }
    }

    /// <summary>Whether a hook stores into the field that a statement stores into.</summary>
    public bool Assigns(Statement assignment) => _assignments.Exists(assignment.AssignsSameAs);

    /// <summary>The differences without what hooks repeat.</summary>
    public StatementDiff Without(StatementDiff differences) =>
        _summaries.Count == 0 ? differences : differences with { Added = [.. differences.Added.Where(s => s.Summary.Length == 0 || !_summaries.Contains(s.Summary))] };

    /// <summary>
    /// The differences of a constructor without the initialisers of new fields, which the patch runs, and of deployed ones that are gone:
    /// both have messages of their own.
    /// </summary>
    public StatementDiff WithoutInitialisers(StatementDiff differences)
    {
        // A second store is none of the initialiser.
        var stores = differences.Added.Select(static s => s.Assigned?.Resolve()).OfType<FieldDefinition>().GroupBy(static f => f).Where(static g => g.Count() == 1).Select(static g => g.Key);
        var given = new HashSet<FieldDefinition>(stores.Where(_given.Contains));
        return new StatementDiff(
            [.. differences.Added.Where(s => s.Assigned?.Resolve() is not { } field || !given.Contains(field))],
            [.. differences.Removed.Where(s => s.Assigned?.Resolve() is not { } field || !_gone.Value.Contains(field))]);
    }
}

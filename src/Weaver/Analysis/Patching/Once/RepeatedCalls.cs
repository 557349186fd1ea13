using HotWeave.Weaver.Analysis.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What hooks of the new build do for a process that runs: what they repeat is not missing there.</summary>
internal sealed class RepeatedCalls
{
    private readonly HashSet<string> _summaries = new(StringComparer.Ordinal);
    private readonly List<Statement> _assignments = [];

    public RepeatedCalls(IReadOnlyList<PatchDiff> diffs, CodeHeads heads)
    {
        foreach (var diff in diffs)
        {
            var reader = new StatementReader(diff.Match.NewKeys);
            foreach (var hook in diff.State.Hooks.Where(static h => h.IsCodeChange || h.Kind == HotWeave.Patches.Format.PatchHookKind.AfterSwap))
            {
                foreach (var statement in heads.ListHeads(hook.Method).Where(static h => h.HasBody).SelectMany(reader.Read))
                {
                    _summaries.Add(statement.Summary);
                    if (statement.IsAssignment)
                        _assignments.Add(statement);
                }
            }
        }
    }

    /// <summary>Whether a hook stores into the field that a statement stores into.</summary>
    public bool Assigns(Statement assignment) => _assignments.Exists(assignment.AssignsSameAs);

    /// <summary>The differences without what hooks repeat.</summary>
    public StatementDiff Without(StatementDiff differences) =>
        _summaries.Count == 0 ? differences : differences with { Added = [.. differences.Added.Where(s => s.Summary.Length == 0 || !_summaries.Contains(s.Summary))] };
}
